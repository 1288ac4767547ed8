package io.tcpboot.autoconfigure.devtools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.tcpboot.autoconfigure.Certificates;
import io.tcpboot.test.FreePorts;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What may change from one start to the next, each on a server of its own in one
 * application.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangedApplicationTests {

	private static final String LOST = """
			@TcpServer(name = "lost", port = 0)
			class Lost {

				record Session(int count) {

				}

				@OnOpen
				void open(TcpSocket<Session> socket) {
					socket.data(new Session(0));
				}

				@OnData
				String data(Session session, String text) {
					return text + " " + session;
				}

				@OnClose
				void close(CloseReason reason, Session session) {
					System.out.println("Lost close " + reason + " " + session);
				}

			}
			""";

	private static final String REFILLED = """
			@TcpServer(name = "refilled", port = 0)
			class Refilled {

				record Session(int count) {

				}

				@OnOpen
				void open(TcpSocket<Session> socket) {
					socket.data(new Session(0));
				}

				@OnReload
				String reload(TcpSocket<Session> socket, Session session) {
					return "reload " + session;
				}

				@OnData
				String data(String text, Session session) {
					return text + " " + session;
				}

			}
			""";

	private static final String STUCK = """
			@TcpServer(name = "stuck", port = 0)
			class Stuck {

				@OnData
				CompletionStage<String> data(TcpSocket<?> socket, String text) {
					socket.send("wait");
					return new CompletableFuture<>();
				}

				@OnClose
				void close(CloseReason reason) {
					System.out.println("Stuck close " + reason);
				}

			}
			""";

	private static final String FEED = """
			@TcpClient(name = "feed", host = "localhost")
			class Feed {

				record Session(int count) implements Serializable {

				}

				@OnOpen
				String open(TcpSocket<Session> socket) {
					socket.data(new Session(0));
					return "login";
				}

				@OnData
				String data(TcpSocket<Session> socket, Session session, String text) {
					socket.data(new Session(session.count() + 1));
					return "feed1 " + text + " " + socket.data().count();
				}

			}
			""";

	private Path folder;

	private TcpTestServer feed;

	private ForkedApplication app;

	@BeforeAll
	void start(@TempDir Path folder) throws Exception {
		this.folder = folder;
		this.feed = TcpTestServer.listen();
		Certificates.writePem(folder, Certificates.server("old"));
		this.app = new ForkedApplication(folder).with("Counter", Servers.COUNTER)
			.with("Plain", Servers.server("Plain", "name = \"plain\", port = 0"))
			.with("Moving", Servers.server("Moving", "name = \"moving\", port = " + FreePorts.next()))
			.with("Renamed", Servers.server("Renamed", "name = \"before\", port = " + FreePorts.next()))
			.with("Framed", Servers.server("Framed", "name = \"framed\", port = 0"))
			.with("Secure", Servers.server("Secure", "name = \"secure\", port = 0"))
			.with("Lost", LOST)
			.with("Refilled", REFILLED)
			.with("Stuck", STUCK)
			.with("Feed", FEED)
			.properties("tcp.enabled=true", "tcp.clients.feed.port=" + this.feed.port(),
					"tcp.servers.secure.ssl.bundle=live",
					"spring.ssl.bundle.pem.live.keystore.certificate=" + folder.resolve("server.pem").toUri(),
					"spring.ssl.bundle.pem.live.keystore.private-key=" + folder.resolve("server.key").toUri());
		this.app.start();
	}

	@AfterAll
	void stop() throws Exception {
		this.app.close();
		this.feed.close();
	}

	@Test
	void whenPortChangesOpenSocketsStayAndTheNewPortListens() throws Exception {
		int before = this.app.port("moving");
		try (TcpTestPeer peer = this.app.connect("moving")) {
			peer.send("a").expect("v1 a 1");
			this.app.project().edit("Moving", "port = " + before, "port = " + FreePorts.next());
			this.app.restart();
			peer.send("b").expect("v1 b 2");
			assertServes("moving");
			assertThat(this.app.port("moving")).isNotEqualTo(before);
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> TcpTestPeer.connect(before))
				.withMessageContaining("refused");
		}
	}

	@Test
	void whenServerIsRenamedItIsKnownByItsPort() throws Exception {
		try (TcpTestPeer peer = this.app.connect("before")) {
			peer.send("a").expect("v1 a 1");
			this.app.project().edit("Renamed", "before", "after");
			this.app.restart();
			peer.send("b").expect("v1 b 2");
			assertServes("after");
		}
	}

	@Test
	void whenServersVanishAndComeBackNothingIsLost() throws Exception {
		try (TcpTestPeer peer = this.app.connect("plain")) {
			peer.send("a").expect("v1 a 1");
			this.app.restart(this.app.project()::clean);
			peer.send("b").expectNothing(Duration.ofMillis(200));
			this.app.restart();
			peer.expect("v1 b 2");
			assertServes("plain");
		}
	}

	@Test
	void whenTcpIsSwitchedOffAndOnAgainNothingIsLost() throws Exception {
		try (TcpTestPeer peer = this.app.connect("plain")) {
			peer.send("a").expect("v1 a 1");
			this.app.project().editResource("application.properties", "tcp.enabled=true", "tcp.enabled=false");
			this.app.restart();
			peer.send("b").expectNothing(Duration.ofMillis(200));
			this.app.project().editResource("application.properties", "tcp.enabled=false", "tcp.enabled=true");
			this.app.restart();
			peer.expect("v1 b 2");
		}
	}

	@Test
	void whenBundleChangesNewHandshakesShowTheNewCertificate() throws Exception {
		Path other = Files.createDirectory(this.folder.resolve("other"));
		Certificates.writePem(other, Certificates.server("new"));
		try (TcpTestPeer peer = this.app.connect("secure").startTls(Certificates.tls())) {
			peer.send("a").expect("v1 a 1");
			this.app.project()
				.editResource("application.properties", this.folder.toUri().toString(), other.toUri().toString());
			this.app.restart();
			peer.send("b").expect("v1 b 2");
			assertThat(peer.tlsSession().getPeerPrincipal().getName()).isEqualTo("CN=old");
			try (TcpTestPeer later = this.app.connect("secure").startTls(Certificates.tls())) {
				later.send("a").expect("v1 a 1");
				assertThat(later.tlsSession().getPeerPrincipal().getName()).isEqualTo("CN=new");
			}
		}
	}

	@Test
	void whenFramingChangesOpenSocketsKeepTheirs() throws Exception {
		try (TcpTestPeer peer = this.app.connect("framed")) {
			peer.send("a").expect("v1 a 1");
			this.app.project().edit("Framed", "port = 0", "port = 0, framing = FramingType.LINES");
			this.app.restart();
			peer.send("b").expect("v1 b 2");
			try (TcpTestPeer later = this.app.connect("framed")) {
				later.send("a\nb\n").expect("v1 a 1\nv1 b 2\n");
			}
		}
	}

	@Test
	void whenDataCannotBeCarriedOverItsSocketClosesAndTheLogTellsWhy() throws Exception {
		try (TcpTestPeer peer = this.app.connect("lost")) {
			peer.send("a").expect("a Session[count=0]");
			this.app.project().edit("Lost", "Lost close", "New Lost close");
			this.app.restart();
			peer.expectEnd();
			this.app.await("New Lost close RELOAD_FAILURE null");
			assertThat(this.app.await("WARN TCP server lost")).contains("com.example.live.Lost$Session",
					"Serializable");
		}
	}

	@Test
	void whenDataCannotBeCarriedOverAndThereIsOnReloadItsSocketStays() throws Exception {
		try (TcpTestPeer peer = this.app.connect("refilled")) {
			peer.send("a").expect("a Session[count=0]");
			this.app.project().edit("Refilled", "reload ", "reloaded ");
			this.app.restart();
			peer.expect("reloaded null").send("b").expect("b null");
		}
	}

	@Test
	void whenHandlerNeverAnswersItsSocketCloses() throws Exception {
		try (TcpTestPeer peer = this.app.connect("stuck"); TcpTestPeer other = this.app.connect("plain")) {
			peer.send("a").expect("wait");
			other.send("a").expect("v1 a 1");
			this.app.project().edit("Stuck", "Stuck close", "New Stuck close");
			this.app.restart();
			peer.expectEnd();
			this.app.await("New Stuck close RELOAD_FAILURE");
			other.send("b").expect("v1 b 2");
		}
	}

	@Test
	void whenClientIsConnectedItsConnectionStays() throws Exception {
		TcpTestPeer peer = this.feed.accept().expect("login");
		peer.send("a").expect("feed1 a 1");
		this.app.project().edit("Feed", "feed1", "feed2");
		this.app.restart();
		peer.send("b").expect("feed2 b 2");
	}

	private void assertServes(String server) {
		try (TcpTestPeer peer = this.app.connect(server)) {
			peer.send("a").expect("v1 a 1");
		}
	}

}
