package io.tcpboot.benchmark;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link Settings} and {@link Workloads}.
 */
class SettingsTests {

	@Test
	void withoutArgumentsEverythingIsMeasured() {
		Settings settings = Settings.parse();
		assertThat(settings.peers()).isEqualTo(Contender.PEERS);
		assertThat(Workloads.asked(settings)).extracting(Workload::name).isEqualTo(Workloads.NAMES);
	}

	@Test
	void theBaselineAlwaysTakesPart() {
		assertThat(Settings.parse("--peers", "bun,c").peers()).containsExactly("netty-epoll", "bun", "c");
	}

	@Test
	void whenQuickThereAreFewerConnections() {
		assertThat(Workloads.asked(Settings.parse("--quick", "--workloads", "idle"))).extracting(Workload::title)
			.containsExactly("1,000 idle connections");
	}

	@Test
	void whatIsUnknownIsRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.parse("--peers", "nety"))
			.withMessageStartingWith("peers: nety (expected: netty-epoll, ");
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.parse("--rounds", "0"))
			.withMessage("rounds: 0.0 (expected: > 0)");
	}

}
