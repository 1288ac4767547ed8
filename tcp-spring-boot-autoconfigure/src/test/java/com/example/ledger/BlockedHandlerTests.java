package com.example.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator is told of a handler that keeps its event loop.
 */
@ExtendWith(OutputCaptureExtension.class)
class BlockedHandlerTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAHandlerBlocksServerMethodAndStackAreLogged(boolean observed, CapturedOutput output) {
		try (ConfigurableApplicationContext application = start("--tcp.metrics.handler-timing=" + observed,
				"--tcp.observation.enabled=" + observed); TcpTestPeer peer = connect(application)) {
			peer.send("a");
			Awaitility.await().until(() -> blocked(application) == 1);
			Awaitility.await()
				.untilAsserted(() -> assertThat(output).containsPattern(
						"WARN .*TCP event loop tcp-loop-1 blocked for \\d\\.\\d s by com\\.example\\.ledger\\.Ledger#book of "
								+ "TcpSocket \\d+ of ledger \\(.*\\): its other sockets wait\n")
					.contains("com.example.ledger.Ledger.book(Ledger.java:"));
			application.getBean(Ledger.class).entries.release();
			peer.expect("a");
		}
	}

	@Test
	void whenItBlocksAgainThatIsCountedAndNotLoggedWithinAMinute(CapturedOutput output) {
		try (ConfigurableApplicationContext application = start(); TcpTestPeer peer = connect(application)) {
			for (int times = 1; times <= 2; times++) {
				int expected = times;
				peer.send("a");
				Awaitility.await().until(() -> blocked(application) == expected);
				application.getBean(Ledger.class).entries.release();
				peer.expect("a");
			}
			assertThat(output.getOut().split("blocked for")).hasSize(2);
		}
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class)
			.properties("spring.main.web-application-type=none", "spring.main.banner-mode=off",
					"tcp.event-loop.threads=1", "tcp.event-loop.blocked-threshold=1s")
			.run(properties);
	}

	private static TcpTestPeer connect(ConfigurableApplicationContext application) {
		return TcpTestPeer.connect(application.getBean(TcpServers.class).listener("ledger").port());
	}

	private static double blocked(ConfigurableApplicationContext application) {
		return application.getBean(MeterRegistry.class).get("tcp.eventloop.blocked").functionCounter().count();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ Ledger.class, Listener.class })
	static class Application {

	}

	/**
	 * Somebody to tell of observations: else there are none.
	 */
	static class Listener implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
