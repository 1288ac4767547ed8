package io.tcpboot.autoconfigure.devtools;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.autoconfigure.NeverStarting;
import io.tcpboot.client.ClientState;
import io.tcpboot.client.TcpClients;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContextException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clients whose sockets live on while one application context follows another.
 */
class ClientHandoverTests {

	@AutoClose
	private final TcpTestServer upstream = TcpTestServer.listen();

	private final Applications applications = new Applications();

	@AfterEach
	void close() {
		this.applications.close();
	}

	private Applications start(Class<?>... more) {
		return this.applications.start(Map.of("answering", Reloaded.Answering.class, "proxy", Reloaded.Proxy.class),
				(context) -> Stream.of(more).forEach(context::registerBean),
				"tcp.clients.answering.addresses=localhost:" + this.upstream.port(),
				"tcp.clients.answering.linger-timeout=100ms");
	}

	private TcpTestPeer accept() {
		TcpTestPeer peer = this.upstream.accept().expect("login");
		Awaitility.await()
			.until(() -> this.applications.context()
				.getBean(TcpClients.class)
				.client("answering")
				.state() == ClientState.CONNECTED);
		return peer;
	}

	@Test
	void whenContextIsReplacedTheSocketAndItsDataGoOn() {
		start();
		TcpTestPeer peer = accept().send("a").expect("1a");
		this.applications.stop();
		peer.send("b").expectNothing(Duration.ofMillis(100));
		start();
		peer.expect("2b").send("c").expect("3c");
	}

	@Test
	void whenStartsFailInBetweenTheSocketWaits() {
		start();
		TcpTestPeer peer = accept().send("a").expect("1a");
		this.applications.stop();
		for (int attempt = 0; attempt < 2; attempt++) {
			assertThatExceptionOfType(ApplicationContextException.class).isThrownBy(() -> start(NeverStarting.class));
		}
		peer.send("b").expectNothing(Duration.ofMillis(100));
		start();
		peer.expect("2b");
	}

	@Test
	void whenAServerHandsOnToAClientNothingIsLost() {
		String text = IntStream.range(0, 4000).mapToObj("%04d;"::formatted).collect(Collectors.joining());
		start();
		TcpTestPeer peer = accept();
		try (TcpTestPeer sender = this.applications.connect("proxy")) {
			CompletableFuture<?> sent = CompletableFuture
				.runAsync(() -> sender.trickle(text, 5, Duration.ofNanos(200_000)));
			for (int restart = 0; restart < 5; restart++) {
				this.applications.stop();
				start();
			}
			assertThat(sent).succeedsWithin(30, TimeUnit.SECONDS);
			assertThat(peer.readText(text.length())).isEqualTo(text);
		}
	}

	@Test
	void whenContextClosesForGoodTheSocketDoesToo() {
		start();
		TcpTestPeer peer = accept();
		TcpEventLoop eventLoop = this.applications.context().getBean(TcpEventLoop.class);
		this.applications.stop();
		start();
		this.applications.context().close();
		peer.expectEnd();
		assertThat(eventLoop).extracting("closed").isEqualTo(true);
	}

}
