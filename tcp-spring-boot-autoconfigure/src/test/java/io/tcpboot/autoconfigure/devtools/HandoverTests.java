package io.tcpboot.autoconfigure.devtools;

import java.lang.ref.WeakReference;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.tcpboot.CloseReason;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.autoconfigure.NeverStarting;
import io.tcpboot.server.TcpServerBindException;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.FreePorts;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
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
 * Servers that live on while one application context follows another.
 */
@ExtendWith(OutputCaptureExtension.class)
class HandoverTests {

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void whenContextIsReplacedItsSocketsGoOn() {
		this.applications.start("counting", Reloaded.Counting.class);
		int port = this.applications.port("counting");
		try (TcpTestPeer peer = TcpTestPeer.connect(port); TcpTestPeer other = TcpTestPeer.connect(port)) {
			peer.send("a").expect("1a").send("b").expect("2b");
			other.send("x").expect("1x");
			this.applications.stop();
			peer.send("c").expectNothing(Duration.ofMillis(100));
			this.applications.start("counting", Reloaded.Counting.class);
			peer.expect("3c").send("d").expect("4d");
			other.send("y").expect("2y");
			assertThat(this.applications.port("counting")).isEqualTo(port);
			try (TcpTestPeer late = this.applications.connect("counting")) {
				late.send("z").expect("1z");
			}
		}
	}

	@Test
	void whenPeerConnectsInBetweenItIsServedAfterwards() {
		this.applications.start("counting", Reloaded.Counting.class);
		int port = this.applications.port("counting");
		this.applications.stop();
		try (TcpTestPeer peer = TcpTestPeer.connect(port).send("a")) {
			this.applications.start("counting", Reloaded.Counting.class);
			peer.expect("1a");
		}
	}

	@Test
	void whenContextIsReplacedNothingRefersToIt() {
		this.applications.start("counting", Reloaded.Counting.class);
		WeakReference<?> context = new WeakReference<>(this.applications.context());
		WeakReference<?> bean = new WeakReference<>(this.applications.context().getBean("counting"));
		try (TcpTestPeer peer = this.applications.connect("counting")) {
			peer.send("a").expect("1a");
			this.applications.stop().start("counting", Reloaded.Counting.class);
			peer.send("b").expect("2b");
			Awaitility.await().untilAsserted(() -> {
				System.gc();
				assertThat(context.get()).isNull();
				assertThat(bean.get()).isNull();
			});
		}
	}

	@Test
	void whenContextIsReplacedServersStartAnewAndHaveNotStopped() {
		this.applications.start("counting", Reloaded.Counting.class);
		int port = this.applications.port("counting");
		this.applications.stop().start("counting", Reloaded.Counting.class);
		assertThat(this.applications.context().getEnvironment().getProperty("local.tcp.counting.port"))
			.isEqualTo("" + port);
		this.applications.context().close();
		assertThat(this.applications.events()).containsExactly("TcpServerStartedEvent[counting]",
				"TcpServerStartedEvent[counting]", "TcpServerStoppedEvent[counting]");
	}

	@Test
	void whenContextClosesForGoodSocketsDoToo() {
		this.applications.start("counting", Reloaded.Counting.class);
		TcpEventLoop eventLoop = this.applications.context().getBean(TcpEventLoop.class);
		this.applications.stop().start("counting", Reloaded.Counting.class);
		assertThat(this.applications.context().getBean(TcpEventLoop.class)).isSameAs(eventLoop);
		try (TcpTestPeer peer = this.applications.connect("counting")) {
			peer.send("a").expect("1a");
			this.applications.context().close();
			peer.expectEnd();
		}
		assertThat(eventLoop).extracting("closed").isEqualTo(true);
	}

	@Test
	void whenFirstStartFailsNothingIsKept() {
		assertThatExceptionOfType(ApplicationContextException.class)
			.isThrownBy(() -> this.applications.start(Map.of("counting", Reloaded.Counting.class),
					(context) -> context.registerBean(NeverStarting.class)));
		assertThat(this.applications.sockets.enter()).isFalse();
		assertThat(this.applications.events()).contains("TcpServerStoppedEvent[counting]");
	}

	@Test
	void whenStartFailsAfterwardsSocketsWaitForTheNext() {
		this.applications.start("counting", Reloaded.Counting.class);
		try (TcpTestPeer peer = this.applications.connect("counting")) {
			peer.send("a").expect("1a");
			this.applications.stop();
			for (int attempt = 0; attempt < 2; attempt++) {
				assertThatExceptionOfType(ApplicationContextException.class)
					.isThrownBy(() -> this.applications.start(Map.of("counting", Reloaded.Counting.class),
							(context) -> context.registerBean(NeverStarting.class)));
			}
			peer.send("b").expectNothing(Duration.ofMillis(100));
			this.applications.start("counting", Reloaded.Counting.class);
			peer.expect("2b");
		}
	}

	@Test
	void whenNewPortIsInUseTheOldOneWaits() throws Exception {
		this.applications.start("counting", Reloaded.Counting.class);
		int port = this.applications.port("counting");
		try (TcpTestPeer peer = TcpTestPeer.connect(port); ServerSocket occupied = new ServerSocket(0)) {
			peer.send("a").expect("1a");
			this.applications.stop();
			assertThatExceptionOfType(ApplicationContextException.class)
				.isThrownBy(() -> this.applications.start("counting", Reloaded.Counting.class,
						"tcp.servers.counting.port=" + occupied.getLocalPort()))
				.withCauseInstanceOf(TcpServerBindException.class);
			peer.send("b").expectNothing(Duration.ofMillis(100));
			this.applications.start("counting", Reloaded.Counting.class, "tcp.servers.counting.port=" + port);
			peer.expect("2b");
		}
	}

	@Test
	void whenPortChangesSocketsStay() throws Exception {
		this.applications.start("counting", Reloaded.Counting.class);
		int port = this.applications.port("counting");
		try (TcpTestPeer peer = TcpTestPeer.connect(port)) {
			peer.send("a").expect("1a");
			this.applications.stop()
				.start("counting", Reloaded.Counting.class, "tcp.servers.counting.port=" + FreePorts.next());
			assertThat(this.applications.port("counting")).isNotEqualTo(port);
			peer.send("b").expect("2b");
			new ServerSocket(port).close();
			try (TcpTestPeer late = this.applications.connect("counting")) {
				late.send("z").expect("1z");
			}
		}
	}

	@Test
	void whenNameChangesThePortTells() {
		this.applications.start("counting", Reloaded.Counting.class);
		int port = this.applications.port("counting");
		try (TcpTestPeer peer = TcpTestPeer.connect(port)) {
			peer.send("a").expect("1a");
			this.applications.stop().start("renamed", Reloaded.Counting.class, "tcp.servers.renamed.port=" + port);
			peer.send("b").expect("2b");
		}
	}

	@Test
	void whenServerComesBackItsSocketsAreThere(CapturedOutput output) {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(RestartReport.class.getName(), LogLevel.INFO);
		this.applications.start("counting", Reloaded.Counting.class);
		try (TcpTestPeer peer = this.applications.connect("counting")) {
			peer.send("a").expect("1a");
			this.applications.stop().start("other", Reloaded.Counting.class).sockets.ready();
			assertThat(output).contains(
					"TCP server counting is not there any more: unless it is back in 30 s, it closes with 1 socket");
			this.applications.stop().start("counting", Reloaded.Counting.class).sockets.ready();
			peer.send("b").expect("2b");
		}
		assertThat(output)
			.containsPattern("Carried over the restart: 1 TCP server with 1 socket, 0 TCP clients; parked for \\d+ ms");
	}

	@Test
	void whenHandlerDoesNotReturnItsSocketCloses(CapturedOutput output) throws Exception {
		Applications.CLOSED.clear();
		this.applications.start("busy", Reloaded.Busy.class);
		try (TcpTestPeer stuck = this.applications.connect("busy");
				TcpTestPeer peer = this.applications.connect("busy")) {
			stuck.send("later");
			Awaitility.await().until(() -> Applications.UNFINISHED.stream().anyMatch((reply) -> !reply.isDone()));
			peer.send("a").expect("a");
			this.applications.stop().start("busy", Reloaded.Busy.class);
			stuck.expectEnd();
			assertThat(Applications.CLOSED.poll(10, TimeUnit.SECONDS)).isEqualTo(CloseReason.RELOAD_FAILURE);
			peer.send("b").expect("b");
		}
		assertThat(output).containsOnlyOnce("TCP server busy closes 1 socket");
	}

	@Test
	void whenDataIsLostTheSocketCloses(CapturedOutput output) {
		this.applications.start("forgetful", Reloaded.Forgetful.class);
		try (TcpTestPeer peer = this.applications.connect("forgetful");
				TcpTestPeer other = this.applications.connect("forgetful")) {
			peer.send("a").expect("a");
			other.send("a").expect("a");
			this.applications.stop().start("forgetful", Reloaded.Forgetful.class);
			peer.expectEnd();
			other.expectEnd();
		}
		assertThat(output).containsOnlyOnce("TCP server forgetful closes 2 sockets, as data was lost");
	}

	@Test
	void whenDataIsLostAndReloadIsHandledTheSocketStays() {
		this.applications.start("reopening", Reloaded.Reopening.class);
		try (TcpTestPeer peer = this.applications.connect("reopening")) {
			peer.send("a").expect("a");
			this.applications.stop().start("reopening", Reloaded.Reopening.class);
			peer.expect("data null").send("b").expect("b");
		}
	}

	@Test
	void whenServerWasOpenedAtRunTimeItCloses() {
		this.applications.start("counting", Reloaded.Counting.class);
		ServerOptions options = ServerOptions.builder().name("late").port(0).build();
		this.applications.context()
			.getBean(TcpServers.class)
			.listen(options, SocketHandlers.builder().data((socket, bytes) -> socket.send(bytes)).build());
		try (TcpTestPeer peer = this.applications.connect("late")) {
			peer.send("a").expect("a");
			this.applications.stop();
			peer.expectEnd();
		}
	}

}
