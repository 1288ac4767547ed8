package io.tcpboot.framing;

import java.util.Random;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Test;

/**
 * Any bytes, cut anywhere. As a test, some random ones and those that Jazzer once found
 * worth keeping. For a minute of looking for new ones:
 * {@code JAZZER_FUZZ=1 mvn -pl tcp-core test -Dtest=FramingFuzzTests -Djazzer.hooks=true}
 */
class FramingFuzzTests {

	@FuzzTest(maxDuration = "1m")
	void whenBytesAreAnyWhatHoldsHolds(byte[] input) {
		new Fuzzed(input).check();
	}

	@Test
	void whenBytesAreRandomWhatHoldsHolds() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 2_000; i++) {
			byte[] input = Fuzzed.randomInput(random);
			try {
				new Fuzzed(input).check();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("seed " + seed + ", input " + i, ex);
			}
		}
	}

}
