package io.tcpboot.autoconfigure.devtools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import io.tcpboot.autoconfigure.Certificates;
import io.tcpboot.test.Peer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody works on a handler while twenty clients are served: none of them notices,
 * except for a pause.
 */
class TenRestartsTests {

	private static final int RESTARTS = 10;

	private static final int FAILING = 5;

	private static final int TLS_CLIENTS = 2;

	private static final int UNIX_CLIENTS = 2;

	private static final int CLIENTS = 20;

	/**
	 * Of eleven: that which runs, and the first one, which Spring Boot holds on to.
	 */
	private static final int LOADERS = 2;

	private static final String CLASS_LOADER = "org.springframework.boot.devtools.restart.classloader.RestartClassLoader";

	private static final String CARRIED_OVER = "INFO Carried over the restart: 3 TCP servers with " + CLIENTS
			+ " sockets, 0 TCP clients; parked for ";

	/**
	 * Looks up its session, as the JDK's serialization may hold on to an old class until
	 * it is asked for another.
	 */
	private static final String COUNTER = """
			abstract class Counter {

				static final String VERSION = "version-0";

				record Session(int count, String half) implements Serializable {

				}

				@OnOpen
				String open(TcpSocket<Session> socket) {
					socket.data(new Session(0, ""));
					return "welcome\\n";
				}

				@OnData
				String data(TcpSocket<Session> socket, Session session, String text) {
					ObjectStreamClass.lookup(Session.class);
					StringBuilder answers = new StringBuilder();
					int count = session.count();
					String rest = session.half() + text;
					for (int end = rest.indexOf('\\n'); end >= 0; end = rest.indexOf('\\n')) {
						count++;
						answers.append(rest, "number ".length(), end).append(" " + count + " " + VERSION + "\\n");
						rest = rest.substring(end + 1);
					}
					socket.data(new Session(count, rest));
					return answers.toString();
				}

			}

			@TcpServer(name = "plain", port = 0)
			class PlainCounter extends Counter {

			}

			@TcpServer(name = "secure", port = 0)
			class SecureCounter extends Counter {

			}

			@TcpServer(name = "local")
			class LocalCounter extends Counter {

			}
			""";

	private static final String FRAGILE = """
			@Component
			class Fragile {

				@PostConstruct
				void fail() {
					if (Boolean.parseBoolean("false")) {
						throw new IllegalStateException("not today");
					}
				}

			}
			""";

	@TempDir
	private Path folder;

	@Test
	void whenHandlersChangeTenTimesEachClientGetsEachAnswerOnceAndInOrder() throws Exception {
		Certificates.writePem(this.folder, Certificates.server("server"));
		try (ForkedApplication app = counter().start(); NumberedClients clients = new NumberedClients()) {
			connect(clients, app);
			clients.awaitVersion("version-0");
			for (int i = 1; i <= RESTARTS; i++) {
				edit(app, i);
				clients.awaitVersion("version-" + i);
				System.out.println("Restart " + i + ": parked for " + app.await(CARRIED_OVER) + ", longest stall "
						+ clients.takeLongestStall().toMillis() + " ms");
			}
			clients.finish();
			System.out.println("Answers: " + clients.answered());
			awaitAtMost(app, LOADERS, CLASS_LOADER);
			awaitAtMost(app, 1, "com.example.live.PlainCounter");
		}
	}

	private ForkedApplication counter() throws IOException {
		return new ForkedApplication(this.folder).with("Counter", COUNTER)
			.with("Fragile", FRAGILE)
			.properties("tcp.servers.local.path=" + socketFile(), "tcp.servers.secure.ssl.bundle=live",
					"spring.ssl.bundle.pem.live.keystore.certificate=file:" + this.folder.resolve("server.pem"),
					"spring.ssl.bundle.pem.live.keystore.private-key=file:" + this.folder.resolve("server.key"));
	}

	private Path socketFile() {
		return this.folder.resolve("live.sock");
	}

	private void edit(ForkedApplication app, int number) throws IOException {
		Project project = app.project();
		project.edit("Counter", "version-" + (number - 1), "version-" + number);
		if (number == FAILING) {
			project.edit("Fragile", "false", "true");
			app.restartInVain();
			project.edit("Fragile", "true", "false");
		}
		app.restart();
	}

	private void connect(NumberedClients clients, ForkedApplication app) throws Exception {
		SSLContext tls = SSLContext.getInstance("TLS");
		tls.init(null, Certificates.CA.toTrustManagerFactory().getTrustManagers(), null);
		for (int i = 0; i < CLIENTS; i++) {
			if (i < TLS_CLIENTS) {
				clients.add("secure " + i, connect(tls, app.port("secure")));
			}
			else if (i < TLS_CLIENTS + UNIX_CLIENTS) {
				clients.add("local " + i, Peer.connect(socketFile()).socket());
			}
			else {
				clients.add("plain " + i, new Socket(InetAddress.getLoopbackAddress(), app.port("plain")));
			}
		}
	}

	private static Socket connect(SSLContext tls, int port) throws IOException {
		SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
		socket.startHandshake();
		return socket;
	}

	/**
	 * Each look is a collection. Some things take two, and one a message in between.
	 */
	private static void awaitAtMost(ForkedApplication app, int count, String className) {
		Awaitility.await(className)
			.atMost(Duration.ofSeconds(20))
			.pollInterval(200, TimeUnit.MILLISECONDS)
			.until(() -> ask(app).instances(className), (instances) -> instances > 0 && instances <= count);
	}

	private static ForkedApplication ask(ForkedApplication app) {
		app.connect("plain").expect("welcome\n").send("number a\n").expect("a 1 version-" + RESTARTS + "\n").close();
		return app;
	}

}
