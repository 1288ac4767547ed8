package io.tcpboot.benchmark.peer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.abort;

/**
 * Every server in every mode says what it should to a client that is none of ours.
 */
class PeerTests {

	private static X509Bundle bundle;

	private static Certificate certificate;

	@BeforeAll
	static void makeCertificate() throws Exception {
		bundle = new CertificateBuilder().subject("CN=localhost")
			.ecp256()
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		certificate = new Certificate(bundle.toTempCertChainPem().toPath(), bundle.toTempPrivateKeyPem().toPath());
	}

	static Stream<Arguments> peersAndModes() {
		return Peer.NAMES.stream().flatMap((name) -> Stream.of(Mode.values()).map((mode) -> Arguments.of(name, mode)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("peersAndModes")
	void whenItIsStartedItAnswers(String name, Mode mode) throws Exception {
		try (RunningPeer peer = start(name, mode)) {
			switch (mode) {
				case ECHO -> echo(peer);
				case FIVE -> five(peer);
				case FRAMES -> frames(peer);
				case LINES -> lines(peer);
				case BROADCAST -> broadcast(peer);
				case TLS, TLS_JDK -> tls(peer);
			}
		}
	}

	private static RunningPeer start(String name, Mode mode) throws Exception {
		try {
			return Peer.named(name).start(new Task(mode, certificate));
		}
		catch (UnsupportedModeException ex) {
			return abort("UNSUPPORTED " + ex.getMessage());
		}
	}

	private static void echo(RunningPeer peer) throws Exception {
		try (Client client = Client.connect(peer.port())) {
			byte[] bytes = Client.random(1_000_000);
			assertSame(client.exchange(bytes), bytes);
		}
	}

	private static void five(RunningPeer peer) throws Exception {
		try (Client client = Client.connect(peer.port())) {
			byte[] messages = Client.random(10 * Messages.LENGTH);
			client.send(messages, 0, 30);
			client.send(messages, 30, 200);
			client.send(messages, 230, messages.length - 230);
			assertSame(client.receive(messages.length), messages);
		}
	}

	private static void frames(RunningPeer peer) throws Exception {
		byte[] frames = Client.join(Client.frame(64), Client.frame(1), Client.frame(1500), Client.frame(300));
		try (Client client = Client.connect(peer.port())) {
			client.send(frames, 0, 70);
			client.send(frames, 70, frames.length - 70);
			assertSame(client.receive(frames.length), frames);
		}
	}

	private static void lines(RunningPeer peer) throws Exception {
		byte[] lines = "one\ntwo and three\nfour\n".getBytes(StandardCharsets.UTF_8);
		try (Client client = Client.connect(peer.port())) {
			client.send(lines, 0, 6);
			client.send(lines, 6, lines.length - 6);
			assertSame(client.receive(lines.length), lines);
		}
	}

	private static void broadcast(RunningPeer peer) throws Exception {
		List<Client> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 3; i++) {
				clients.add(Client.connect(peer.port()));
				// Whoever has got it is one of everybody from then on.
				broadcast(clients, clients.get(i));
			}
			broadcast(clients, clients.get(0));
		}
		finally {
			clients.forEach(Client::close);
		}
	}

	private static void broadcast(List<Client> clients, Client sender) throws Exception {
		byte[] message = Client.random(Messages.LENGTH);
		sender.send(message, 0, message.length);
		for (Client client : clients) {
			assertSame(client.receive(message.length), message);
		}
	}

	private static void tls(RunningPeer peer) throws Exception {
		try (Client client = Client.connectTls(peer.port(), bundle.getCertificate())) {
			byte[] bytes = Client.random(100_000);
			assertSame(client.exchange(bytes), bytes);
			assertThat(client.protocol()).isEqualTo("TLSv1.3");
		}
	}

	/** Without printing a million bytes when they are not. */
	private static void assertSame(byte[] received, byte[] sent) {
		assertThat(Arrays.mismatch(received, sent)).as("index of the first wrong byte").isEqualTo(-1);
	}

	@Test
	void whenItHasAProcessOfItsOwnItSaysItsPort() throws Exception {
		Process process = launch("tcp-core", "echo");
		try (BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
			String line = output.readLine();
			assertThat(line).startsWith("READY ");
			try (Socket socket = new Socket("127.0.0.1", Integer.parseInt(line.substring(6)))) {
				assertThat(socket.isConnected()).isTrue();
			}
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	@Test
	void whenItIsOperatedItsSocketsAreListedOverHttp() throws Exception {
		try (RunningPeer peer = start("spring-operated", Mode.ECHO); Client client = Client.connect(peer.port())) {
			client.exchange(Client.random(100));
			assertThat(get(peer, "/actuator/tcp/peer")).contains("\"total\":1", "\"id\":", "\"bytesRead\":100");
			assertThat(get(peer, "/actuator/prometheus"))
				.contains("tcp_server_received_bytes_total{server=\"peer\"} 100.0");
		}
	}

	private static String get(RunningPeer peer, String path) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + peer.httpPort() + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	@Test
	void whenModeIsUnsupportedItSaysSo() throws Exception {
		Process process = launch("spring-bytes", "tls-jdk");
		assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
			.startsWith("UNSUPPORTED tls-jdk: ");
		assertThat(process.waitFor()).isZero();
	}

	private static Process launch(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
						System.getProperty("java.class.path"), Peer.class.getName()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

	@Test
	void whenNameIsUnknownTheOthersAreNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> Peer.named("mina"))
			.withMessageStartingWith("peer: 'mina' (expected: one of [netty-epoll, ");
	}

}
