package io.tcpboot.autoconfigure;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.tcpboot.ClientOptions;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.Tcp;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnReload;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.client.ClientState;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.client.TcpClientLifecycle;
import io.tcpboot.client.TcpClients;
import io.tcpboot.handler.SocketKeeper;
import io.tcpboot.test.Deaf;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import io.tcpboot.tls.TlsOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sockets of clients that outlive their application context.
 */
class ClientHandOverTests {

	@AutoClose
	private final TcpTestServer server = TcpTestServer.listen();

	@AutoClose
	private final StoringKeeper keeper = new StoringKeeper();

	private final ApplicationContextRunner emptyRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class))
		.withBean(SocketKeeper.class, () -> this.keeper, (definition) -> definition.setDestroyMethodName(""))
		.withBean(TcpEventLoop.class, () -> this.keeper.eventLoop(TcpEventLoop::create),
				(definition) -> definition.setDestroyMethodName(""));

	private final ApplicationContextRunner contextRunner = runner("localhost:" + this.server.port())
		.withBean(LoginFeed.class);

	private ApplicationContextRunner runner(String addresses) {
		return this.emptyRunner.withPropertyValues("tcp.clients.feed.addresses=" + addresses,
				"tcp.clients.feed.reconnect.delay=10ms", "tcp.clients.feed.reconnect.jitter=0",
				"tcp.clients.feed.linger-timeout=100ms");
	}

	private static ManagedClient<?> client(AssertableApplicationContext context) {
		return context.getBean(TcpClients.class).client("feed");
	}

	private static void await(ManagedClient<?> client, ClientState state) {
		Awaitility.await().until(() -> client.state() == state);
	}

	private TcpTestPeer connected(AssertableApplicationContext context) {
		TcpTestPeer peer = this.server.accept();
		await(client(context), ClientState.CONNECTED);
		return peer.expect("login");
	}

	/**
	 * Run a context until it is replaced.
	 * @return the peer of its client
	 */
	private TcpTestPeer runAndReplace(ApplicationContextRunner runner) {
		List<TcpTestPeer> peers = new ArrayList<>();
		runner.run((context) -> {
			peers.add(connected(context));
			this.keeper.whileReplacing(context::close);
		});
		return peers.get(0);
	}

	@Test
	void whenContextIsReplacedTheNextOneGoesOnWithTheSocket() {
		TcpTestPeer peer = runAndReplace(this.contextRunner);
		this.contextRunner.run((context) -> {
			ManagedClient<?> client = client(context);
			assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
			assertThat(client.attempts()).isZero();
			assertThat(client.send("hello")).isTrue();
			peer.expect("hello").send("price 1");
			Awaitility.await().until(() -> context.getBean(LoginFeed.class).events.contains("price 1"));
			assertThat(client.connect().toCompletableFuture().getNow(null)).isSameAs(client.socket());
		});
		assertThat(peer.readTextToEnd()).isEqualTo("bye");
	}

	@Test
	void whenItIsReplacedThePeerNoticesNothing() {
		runAndReplace(this.contextRunner).expectNothing(Duration.ofMillis(50));
	}

	@Test
	void whenHandedOverItCanBeWrittenToUntilTheContextIsGone() {
		this.contextRunner.run((context) -> {
			TcpTestPeer peer = connected(context);
			ManagedClient<?> client = client(context);
			TcpClientLifecycle lifecycle = context.getBean(TcpClientLifecycle.class);
			this.keeper.whileReplacing(() -> {
				lifecycle.stop();
				assertThat(client.send("last")).isTrue();
				lifecycle.destroy();
			});
			peer.expect("last");
			assertThat(client.send("too late")).isFalse();
			assertThat(client.state()).isEqualTo(ClientState.STOPPED);
			assertThat(this.keeper.clients.get("feed").isOpen()).isTrue();
		});
	}

	@Test
	void whenServersStartTheSocketIsThereAlready() {
		TcpTestPeer peer = runAndReplace(this.contextRunner);
		this.contextRunner.withBean(AsServersStart.class).run((context) -> peer.expect("early"));
	}

	@Test
	void whenHandedOverTheSocketDoesNotKeepTheOldContextAlive() {
		List<WeakReference<?>> ofClients = new ArrayList<>();
		List<WeakReference<?>> ofHandlers = new ArrayList<>();
		this.contextRunner.run((context) -> {
			connected(context);
			ofClients.add(new WeakReference<>(client(context)));
			ofClients.add(new WeakReference<>(context.getBean(TcpClients.class)));
			ofHandlers.add(new WeakReference<>(context.getBean(LoginFeed.class)));
			this.keeper.whileReplacing(context::close);
		});
		assertThatAllIsGarbage(ofClients);
		this.contextRunner.run((context) -> assertThatAllIsGarbage(ofHandlers));
	}

	private static void assertThatAllIsGarbage(List<WeakReference<?>> references) {
		Awaitility.await().untilAsserted(() -> {
			System.gc();
			assertThat(references).allMatch((reference) -> reference.refersTo(null));
		});
	}

	@Test
	void whenTheSocketIsLostLaterTheClientConnectsAnew() {
		TcpTestPeer peer = runAndReplace(this.contextRunner);
		this.contextRunner.run((context) -> {
			peer.reset();
			connected(context);
			assertThat(context.getBean(LoginFeed.class).events).containsExactly("RESET");
			assertThat(client(context).lastFailure()).hasMessageEndingWith("closed: RESET");
		});
	}

	@Test
	void whenThePeerLeftMeanwhileTheNewBeanIsToldAndTheClientConnectsAnew() {
		runAndReplace(this.contextRunner).halfClose();
		this.contextRunner.run((context) -> {
			connected(context);
			assertThat(context.getBean(LoginFeed.class).events).containsExactly("PEER_END");
		});
	}

	@Test
	void whenTheSocketIsDeadTheClientConnectsAnew() {
		ApplicationContextRunner runner = runner("localhost:" + this.server.port()).withBean(FeedOnUse.class);
		runner.run((context) -> {
			client(context).connect().toCompletableFuture().get(10, TimeUnit.SECONDS);
			this.server.accept();
			this.keeper.whileReplacing(context::close);
		});
		TcpSocket<Object> socket = this.keeper.clients.get("feed");
		socket.terminate();
		Awaitility.await().until(() -> !socket.isOpen());
		runner.run((context) -> {
			this.server.accept();
			await(client(context), ClientState.CONNECTED);
			assertThat(client(context).attempts()).isOne();
		});
	}

	@Test
	void whenTheTargetChangedTheOldPeerIsToldAndTheClientConnectsToTheNew() {
		TcpTestPeer peer = runAndReplace(this.contextRunner);
		try (TcpTestServer other = TcpTestServer.listen()) {
			runner("localhost:" + other.port()).withBean(LoginFeed.class).run((context) -> {
				assertThat(peer.readTextToEnd()).isEqualTo("bye");
				other.accept().expect("login");
			});
		}
	}

	@Test
	void whenTheTargetChangedAClientOnUseConnectsAtOnceAsItWasInUse() {
		ApplicationContextRunner onUse = this.emptyRunner.withBean(FeedOnUse.class);
		onUse.withPropertyValues("tcp.clients.feed.addresses=localhost:" + this.server.port()).run((context) -> {
			client(context).connect().toCompletableFuture().get(10, TimeUnit.SECONDS);
			this.keeper.whileReplacing(context::close);
		});
		this.server.accept().halfClose();
		try (TcpTestServer other = TcpTestServer.listen()) {
			onUse.withPropertyValues("tcp.clients.feed.addresses=localhost:" + other.port())
				.run((context) -> other.accept().halfClose());
		}
	}

	@Test
	void whenTheTargetIsOneOfSeveralTheSocketStays() {
		TcpTestPeer peer = runAndReplace(this.contextRunner);
		runner("localhost:1,localhost:" + this.server.port()).withBean(LoginFeed.class).run((context) -> {
			assertThat(client(context).address()).isEqualTo("localhost:" + this.server.port());
			assertThat(client(context).send("hello")).isTrue();
			peer.expect("hello");
		});
	}

	@Test
	void whenTheSocketHasTlsItStaysEncrypted() {
		try (TcpListener<Void> secure = Tcp.listen(encrypted(),
				SocketHandlers.<Void>builder().data((socket, bytes) -> socket.send(bytes)).build())) {
			ApplicationContextRunner runner = runner("localhost:" + secure.port()).withBean(LoginFeed.class)
				.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
				.withPropertyValues("tcp.clients.feed.ssl.bundle=feed",
						"spring.ssl.bundle.pem.feed.truststore.certificate=" + Certificates.CA.getCertificatePEM());
			runner.run((context) -> {
				await(client(context), ClientState.CONNECTED);
				this.keeper.whileReplacing(context::close);
			});
			runner.run((context) -> {
				assertThat(client(context).send("hello")).isTrue();
				LoginFeed feed = context.getBean(LoginFeed.class);
				Awaitility.await().until(() -> feed.events.stream().anyMatch((event) -> event.endsWith("hello")));
			});
		}
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenTheStartFailsTheSocketIsKeptOnceMore(Class<?> failure, boolean lazy) {
		TcpTestPeer peer = runAndReplace(this.contextRunner);
		ApplicationContextRunner lazyRunner = this.contextRunner.withInitializer(
				(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()));
		ApplicationContextRunner runner = (lazy) ? lazyRunner : this.contextRunner;
		this.keeper.whileReplacing(() -> runner.withBean(failure).run((context) -> assertThat(context).hasFailed()));
		this.contextRunner.run((context) -> {
			assertThat(client(context).send("hello")).isTrue();
			peer.expect("hello").send("price 1");
			Awaitility.await().until(() -> context.getBean(LoginFeed.class).events.contains("price 1"));
		});
	}

	private static ServerOptions encrypted() {
		return ServerOptions.builder()
			.port(0)
			.tls(TlsOptions.builder()
				.certificate(Certificates.SERVER.getCertificatePathPEM(), Certificates.SERVER.getPrivateKeyPEM())
				.build())
			.build();
	}

	static Stream<Object[]> failures() {
		return Stream.of(NeverCreated.class, FailsBeforeClientsStart.class, NeverStarts.class)
			.flatMap((failure) -> Stream.of(false, true).map((lazy) -> new Object[] { failure, lazy }));
	}

	@Test
	void whenUnusedOnUseItStaysIdle() {
		ApplicationContextRunner runner = runner("localhost:" + this.server.port()).withBean(FeedOnUse.class);
		runner.run((context) -> this.keeper.whileReplacing(context::close));
		runner.run((context) -> assertThat(client(context).state()).isEqualTo(ClientState.IDLE));
	}

	@Test
	void whenUsedOnUseItKeepsTheSocket() {
		ApplicationContextRunner runner = runner("localhost:" + this.server.port()).withBean(FeedOnUse.class);
		runner.run((context) -> {
			client(context).connect().toCompletableFuture().get(10, TimeUnit.SECONDS);
			this.keeper.whileReplacing(context::close);
		});
		runner.run((context) -> {
			assertThat(client(context).state()).isEqualTo(ClientState.CONNECTED);
			this.server.accept().expect("reloaded");
		});
	}

	@Test
	void whenStillConnectingTheAttemptIsCancelled() throws Exception {
		try (Deaf deaf = Deaf.listen()) {
			runner("localhost:" + deaf.port()).withBean(LoginFeed.class).run((context) -> {
				LoginFeed feed = context.getBean(LoginFeed.class);
				await(client(context), ClientState.CONNECTING);
				this.keeper.whileReplacing(context::close);
				Awaitility.await().until(() -> feed.events.equals(List.of("CANCELLED")));
				assertThat(this.keeper.clients).isEmpty();
			});
		}
	}

	@Test
	void whenConnectedAtRunTimeItClosesAsEver() {
		this.emptyRunner.run((context) -> {
			ManagedClient<?> client = context.getBean(TcpClients.class)
				.connect(ClientOptions.to("localhost", this.server.port()),
						SocketHandlers.builder().discardData().build());
			await(client, ClientState.CONNECTED);
			TcpTestPeer peer = this.server.accept();
			CompletableFuture<Void> closed = CompletableFuture
				.runAsync(() -> this.keeper.whileReplacing(context::close));
			peer.expectEnd().halfClose();
			assertThat(closed).succeedsWithin(10, TimeUnit.SECONDS);
			assertThat(this.keeper.clients).isEmpty();
		});
	}

	@TcpClient(name = "feed", connect = TcpClient.Connect.ON_USE)
	static class FeedOnUse {

		@OnData
		void data(byte[] bytes) {
		}

		@OnReload
		void reload(TcpSocket<?> socket) {
			socket.send("reloaded");
		}

	}

	/**
	 * Uses a client where servers begin to serve.
	 */
	static class AsServersStart implements SmartLifecycle {

		private final TcpClients clients;

		AsServersStart(TcpClients clients) {
			this.clients = clients;
		}

		@Override
		public void start() {
			this.clients.client("feed").send("early");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

		@Override
		public int getPhase() {
			return Integer.MAX_VALUE - 4096;
		}

	}

	/**
	 * If all is lazy, created when clients have taken their sockets.
	 */
	static class NeverCreated extends NeverStarts {

		NeverCreated() {
			throw new IllegalStateException("not created");
		}

	}

	static class FailsBeforeClientsStart extends NeverStarts {

		@Override
		public int getPhase() {
			return Integer.MIN_VALUE;
		}

	}

	static class NeverStarts implements SmartLifecycle {

		@Override
		public void start() {
			throw new IllegalStateException("not started");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

}
