package io.tcpboot.autoconfigure.devtools;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.tcpboot.CloseReason;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnShutdown;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sockets that nobody has taken: those that they belonged to are gone.
 */
class UnclaimedSocketsTests {

	/** What destroyed beans were called with. */
	private static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

	private final Applications applications = new Applications(Duration.ofMillis(200));

	@BeforeEach
	void forget() {
		CALLS.clear();
	}

	@AfterEach
	void close() {
		this.applications.close();
	}

	@Test
	void whenServerIsGoneItsBeanIsNotCalledAnyMore() throws Exception {
		this.applications.start("recording", Recording.class);
		try (TcpTestPeer peer = this.applications.connect("recording")) {
			peer.send("a").expect("a");
			this.applications.stop();
			this.applications.start("other", Reloaded.Counting.class).sockets.ready();
			peer.expectEnd();
		}
		assertNothingMore();
	}

	@Test
	void whenClientIsGoneItsBeanIsNotCalledAnyMore() throws Exception {
		try (TcpTestServer upstream = TcpTestServer.listen()) {
			TcpTestPeer peer = connectAndStop(upstream);
			this.applications.start("other", Reloaded.Counting.class).sockets.ready();
			peer.expectEnd();
		}
		assertNothingMore();
	}

	@Test
	void whenPeerOfAClientThatIsGoneLeavesItsBeanIsNotCalledAnyMore() throws Exception {
		try (TcpTestServer upstream = TcpTestServer.listen()) {
			TcpTestPeer peer = connectAndStop(upstream);
			peer.close();
			this.applications.start("other", Reloaded.Counting.class).context().close();
		}
		assertNothingMore();
	}

	private TcpTestPeer connectAndStop(TcpTestServer upstream) {
		this.applications.start("recording", RecordingClient.class,
				"tcp.clients.recording.addresses=localhost:" + upstream.port());
		TcpTestPeer peer = upstream.accept().expect("open").send("a").expect("a");
		this.applications.stop();
		return peer;
	}

	/**
	 * When the event loop is closed, whatever it had to do is done.
	 */
	private void assertNothingMore() {
		this.applications.close();
		assertThat(CALLS).containsExactly("data a");
	}

	@Test
	void whenOneOfSeveralApplicationsIsReadyDataStillFindsItsSockets() {
		try (Applications patient = new Applications()) {
			patient.start("mirrored", Reloaded.Mirrored.class);
			try (TcpTestPeer peer = patient.connect("mirrored")) {
				peer.send("a").expect("true");
				patient.stop().sockets.ready();
				patient.start("mirrored", Reloaded.Mirrored.class);
				peer.send("b").expect("true");
			}
		}
	}

	@Test
	void whenStartFailsAfterItWasReadyUnclaimedSocketsWaitForTheNext() {
		this.applications.start("counting", Reloaded.Counting.class);
		try (TcpTestPeer peer = this.applications.connect("counting")) {
			peer.send("a").expect("1a");
			this.applications.stop().start(Map.of(), (context) -> {
			}).sockets.ready();
			this.applications.stop();
			peer.send("b").expectNothing(Duration.ofMillis(600));
			this.applications.start("counting", Reloaded.Counting.class);
			peer.expect("2b");
		}
	}

	@Test
	void whenThingsSettleTwiceNothingIsLost() {
		this.applications.start(Map.of("counting", Reloaded.Counting.class), (context) -> {
		});
		try (TcpTestPeer peer = this.applications.connect("counting")) {
			peer.send("a").expect("1a");
			this.applications.stop();
			this.applications.sockets.settle();
			peer.send("b");
			this.applications.sockets.settle();
			this.applications.start("counting", Reloaded.Counting.class);
			peer.expect("2b");
		}
	}

	@TcpServer(port = 0)
	static class Recording {

		@OnData
		String data(String text) {
			CALLS.add("data " + text);
			return text;
		}

		@OnShutdown
		void shutdown() {
			CALLS.add("shutdown");
		}

		@OnClose
		void close(CloseReason reason) {
			CALLS.add("close " + reason);
		}

	}

	@TcpClient
	static class RecordingClient extends Recording {

		@OnOpen
		String open() {
			return "open";
		}

	}

}
