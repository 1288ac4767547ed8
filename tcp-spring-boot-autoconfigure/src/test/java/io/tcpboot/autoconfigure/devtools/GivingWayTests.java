package io.tcpboot.autoconfigure.devtools;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.tcpboot.server.TcpServerBindException;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that move to where another has been.
 */
@ExtendWith(OutputCaptureExtension.class)
class GivingWayTests {

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	private Applications start(String[] names, String... properties) {
		Map<String, Class<?>> servers = new LinkedHashMap<>();
		Stream.of(names).forEach((name) -> servers.put(name, Reloaded.Counting.class));
		return this.applications.start(servers, (context) -> {
		}, properties);
	}

	private static String[] names(String... names) {
		return names;
	}

	@Test
	void whenServerMovesToThePortOfOneThatIsGoneThatGivesWay(CapturedOutput output) {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(RestartReport.class.getName(), LogLevel.INFO);
		start(names("first", "second"));
		int first = this.applications.port("first");
		try (TcpTestPeer lost = this.applications.connect("first");
				TcpTestPeer peer = this.applications.connect("second")) {
			lost.send("a").expect("1a");
			peer.send("a").expect("1a");
			this.applications.stop();
			start(names("second"), "tcp.servers.second.port=" + first);
			lost.expectEnd();
			peer.send("b").expect("2b");
			assertThat(this.applications.port("second")).isEqualTo(first);
			this.applications.connect("second").send("a").expect("1a").close();
		}
		assertThat(output).contains("TCP server first is not there any more, and another server needs its port: "
				+ "it closes with 1 socket");
	}

	@Test
	void whenServersMoveOnInARowTheLastGoesFirst() {
		start(names("first", "second", "third"));
		int second = this.applications.port("second");
		int third = this.applications.port("third");
		try (TcpTestPeer peer = this.applications.connect("first");
				TcpTestPeer other = this.applications.connect("second")) {
			peer.send("a").expect("1a");
			other.send("a").expect("1a");
			this.applications.stop();
			start(names("first", "second"), "tcp.servers.first.port=" + second, "tcp.servers.second.port=" + third);
			peer.send("b").expect("2b");
			other.send("b").expect("2b");
			assertThat(this.applications.port("first")).isEqualTo(second);
			assertThat(this.applications.port("second")).isEqualTo(third);
		}
	}

	@Test
	void whenServersExchangePortsTheStartFailsAndSocketsWait() {
		start(names("first", "second"));
		int first = this.applications.port("first");
		int second = this.applications.port("second");
		try (TcpTestPeer peer = this.applications.connect("first")) {
			peer.send("a").expect("1a");
			this.applications.stop();
			assertThatExceptionOfType(ApplicationContextException.class)
				.isThrownBy(() -> start(names("first", "second"), "tcp.servers.first.port=" + second,
						"tcp.servers.second.port=" + first))
				.withCauseInstanceOf(TcpServerBindException.class);
			peer.send("b").expectNothing(Duration.ofMillis(100));
			start(names("first", "second"), "tcp.servers.first.port=" + first, "tcp.servers.second.port=" + second);
			peer.expect("2b");
		}
	}

}
