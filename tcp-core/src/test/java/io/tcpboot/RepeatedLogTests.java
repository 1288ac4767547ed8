package io.tcpboot;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repeated trouble is one line a minute.
 */
class RepeatedLogTests {

	private final Exception cause = new Exception("cause");

	private final MockTicker ticker = Ticker.newMockTicker();

	private final RepeatedLog log = new RepeatedLog(LoggerFactory.getLogger(RepeatedLogTests.class), this.ticker);

	@Test
	void whenTroubleIsNewItIsWarnedOfAtOnce() {
		try (LogCapture capture = new LogCapture(RepeatedLogTests.class)) {
			this.log.warn("trouble", this.cause);
			assertThat(capture.all()).containsExactly("WARN trouble: cause");
		}
	}

	@Test
	void whenTroubleRepeatsWithinAMinuteItIsOnlyDebugged() {
		try (LogCapture capture = new LogCapture(RepeatedLogTests.class)) {
			this.log.warn("one", this.cause);
			this.ticker.advance(59, TimeUnit.SECONDS);
			this.log.warn("two", this.cause);
			assertThat(capture.all()).containsExactly("WARN one: cause", "DEBUG two: cause");
		}
	}

	@Test
	void whenAMinuteIsOverTheNextWarningSumsUp() {
		try (LogCapture capture = new LogCapture(RepeatedLogTests.class)) {
			IntStream.range(0, 4).forEach((time) -> this.log.warn("trouble", this.cause));
			this.ticker.advance(60, TimeUnit.SECONDS);
			this.log.warn("later", this.cause);
			this.ticker.advance(60, TimeUnit.SECONDS);
			this.log.warn("last", this.cause);
			assertThat(capture.warnings()).containsExactly("WARN trouble: cause",
					"WARN later (and 3 more like it before): cause", "WARN last: cause");
		}
	}

	@Test
	void whenManyThreadsWarnAtOnceOneLineIsWritten() {
		try (LogCapture capture = new LogCapture(RepeatedLogTests.class)) {
			IntStream.range(0, 1000).parallel().forEach((time) -> this.log.warn("trouble", this.cause));
			assertThat(capture.warnings()).hasSize(1);
			assertThat(capture.all()).hasSize(1000);
			this.ticker.advance(60, TimeUnit.SECONDS);
			this.log.warn("later", this.cause);
			assertThat(capture.warnings()).last().asString().contains("(and 999 more like it before)");
		}
	}

}
