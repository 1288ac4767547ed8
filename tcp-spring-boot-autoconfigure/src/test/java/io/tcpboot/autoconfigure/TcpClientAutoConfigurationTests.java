package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.tcpboot.ClientOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnReload;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.client.ClientState;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.client.ManagedClientOptions;
import io.tcpboot.client.TcpClientCustomizer;
import io.tcpboot.client.TcpClientLifecycle;
import io.tcpboot.client.TcpClients;
import io.tcpboot.test.ClosedPort;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TcpClientAutoConfigurationTests {

	@AutoClose
	private final TcpTestServer server = TcpTestServer.listen();

	private final ApplicationContextRunner emptyRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class))
		// Most peers here never finish.
		.withPropertyValues("tcp.defaults.linger-timeout=100ms");

	private final ApplicationContextRunner contextRunner = this.emptyRunner.withBean(LoginFeed.class)
		.withPropertyValues("tcp.clients.feed.host=localhost", "tcp.clients.feed.port=" + this.server.port(),
				"tcp.clients.feed.reconnect.delay=10ms", "tcp.clients.feed.reconnect.jitter=0");

	private static ManagedClient<?> client(ConfigurableApplicationContext context) {
		return context.getBean(TcpClients.class).client("feed");
	}

	private static void await(ManagedClient<?> client, ClientState state) {
		Awaitility.await().until(() -> client.state() == state);
	}

	@Test
	void whenBeanIsAnnotatedItConnectsAndLogsInEachTime() {
		this.contextRunner.run((context) -> {
			try (TcpTestPeer peer = this.server.accept()) {
				peer.expect("login");
			}
			this.server.accept().expect("login");
		});
	}

	@Test
	void whenConnectedTheBeanGetsDataAndTheApplicationSends() {
		this.contextRunner.run((context) -> {
			TcpTestPeer peer = this.server.accept().send("price 1");
			await(client(context), ClientState.CONNECTED);
			assertThat(client(context).send(" thanks")).isTrue();
			peer.expect("login thanks");
			Awaitility.await().until(() -> context.getBean(LoginFeed.class).events.contains("price 1"));
		});
	}

	@Test
	void whenNobodyListensTheApplicationStartsAndTheBeanIsTold() throws Exception {
		try (ClosedPort closed = new ClosedPort()) {
			this.contextRunner.withPropertyValues("tcp.clients.feed.port=" + closed.port()).run((context) -> {
				assertThat(context).hasNotFailed();
				Awaitility.await().until(() -> context.getBean(LoginFeed.class).events.size() >= 2);
				assertThat(context.getBean(LoginFeed.class).events).containsOnly("REFUSED");
				assertThat(client(context).state()).isIn(ClientState.WAITING, ClientState.CONNECTING);
			});
		}
	}

	@Test
	void whenInitializationIsLazyTheClientConnectsNevertheless() {
		this.contextRunner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> this.server.accept().expect("login"));
	}

	@Test
	void whenItIsToConnectOnUseItWaitsForThat() {
		this.emptyRunner.withBean("onUse", OnUse.class)
			.withPropertyValues("tcp.clients.on-use.port=" + this.server.port())
			.run((context) -> {
				ManagedClient<?> client = context.getBean(TcpClients.class).client("on-use");
				assertThat(client.state()).isEqualTo(ClientState.IDLE);
				assertThat(client.connect()).succeedsWithin(10, TimeUnit.SECONDS);
			});
	}

	@Test
	void whenAttributesHavePlaceholdersTheyAreResolved() {
		this.emptyRunner.withBean(Placed.class)
			.withPropertyValues("feed.name=placed", "feed.host=localhost")
			.run((context) -> assertThat(context.getBean(TcpClients.class).client("placed").address())
				.isEqualTo("localhost:7000"));
	}

	@Test
	void whenThereIsNoClientNoEventLoopIsCreated() {
		this.emptyRunner.run((context) -> {
			assertThat(context.getBean(TcpClients.class).names()).isEmpty();
			assertThat(context.getBeanFactory().containsSingleton("tcpEventLoop")).isFalse();
		});
	}

	@Test
	void whenServersAreExcludedClientsConnectAllTheSame() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TcpClientAutoConfiguration.class))
			.withBean(LoginFeed.class)
			.withPropertyValues("tcp.clients.feed.addresses=localhost:" + this.server.port())
			.run((context) -> this.server.accept().expect("login").close());
	}

	@Test
	void whenTcpIsOffThereAreNoClients() {
		this.emptyRunner.withPropertyValues("tcp.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TcpClients.class)
				.doesNotHaveBean(TcpClientLifecycle.class));
	}

	@Test
	void whenClientIsUnknownTheKnownOnesAreListed() {
		this.contextRunner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(TcpClients.class).client("fed"))
			.withMessage("TCP client: 'fed' (expected: one of [feed])"));
	}

	@Test
	void whenClientIsReloadedTheOpenSocketIsToldOnceAndTheNextOneIsNot() {
		this.contextRunner.run((context) -> {
			Late late = new Late();
			try (TcpTestPeer peer = this.server.accept().expect("login")) {
				await(client(context), ClientState.CONNECTED);
				context.getBeanFactory().registerSingleton("late", late);
				context.getBean(TcpClients.class).reload("FEED");
				peer.expect("reloaded").send("one").expect("1");
			}
			this.server.accept().expect("login").send("two").expect("2");
		});
	}

	@Test
	void whenClientIsReloadedWhileItOpensTheSocketIsToldToo() {
		this.contextRunner.withBean(ReloadsOnOpen.class).run((context) -> this.server.accept().expect("loginreloaded"));
	}

	@Test
	void whenClientIsDisabledItIsNotReloaded() {
		this.contextRunner.withPropertyValues("tcp.clients.feed.enabled=false")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(TcpClients.class).reload("feed"))
				.withMessage("TCP client: 'feed' (expected: one that is not disabled)"));
	}

	@Test
	void whenClientIsDisabledItIsThereAndStopped() {
		this.contextRunner.withPropertyValues("tcp.clients.feed.enabled=false").run((context) -> {
			ManagedClient<?> client = client(context);
			assertThat(client.state()).isEqualTo(ClientState.STOPPED);
			assertThat(client.send("hello")).isFalse();
			assertThat(client.connect()).failsWithin(Duration.ZERO)
				.withThrowableThat()
				.withMessageContaining("TCP client 'feed' is disabled");
		});
	}

	@Test
	void whenDisabledNoAddressIsNeeded() {
		this.emptyRunner.withBean(LoginFeed.class)
			.withPropertyValues("tcp.clients.feed.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whenThereAreCustomizersTheyHaveTheLastWord() {
		this.contextRunner.withPropertyValues("tcp.clients.feed.port=1")
			.withBean(TcpClientCustomizer.class,
					() -> (name, options) -> options.port(name.equals("feed") ? this.server.port() : 2))
			.run((context) -> this.server.accept().expect("login"));
	}

	@Test
	void whenContextStopsThePeerIsToldAndTheSocketClosesInOrder() {
		this.contextRunner.withPropertyValues("tcp.clients.feed.linger-timeout=1h").run((context) -> {
			try (TcpTestPeer peer = this.server.accept()) {
				await(client(context), ClientState.CONNECTED);
				CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop);
				assertThat(peer.readTextToEnd()).isEqualTo("loginbye");
				peer.halfClose();
				assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
				assertThat(context.getBean(LoginFeed.class).events).containsExactly("SHUTDOWN");
			}
		});
	}

	@Test
	void whenContextStopsWithoutConnectionItDoesNotWait() throws Exception {
		try (ClosedPort closed = new ClosedPort()) {
			this.contextRunner
				.withPropertyValues("tcp.clients.feed.port=" + closed.port(), "tcp.clients.feed.reconnect.delay=1h")
				.run((context) -> {
					await(client(context), ClientState.WAITING);
					assertThat(CompletableFuture.runAsync(context::stop)).succeedsWithin(5, TimeUnit.SECONDS);
					assertThat(client(context).state()).isEqualTo(ClientState.STOPPED);
				});
		}
	}

	@Test
	void whenPeerDoesNotFinishTheGracePeriodIsTheLimit() {
		this.contextRunner.withPropertyValues("tcp.shutdown.grace-period=10ms", "tcp.clients.feed.linger-timeout=1h")
			.run((context) -> {
				try (TcpTestPeer peer = this.server.accept()) {
					peer.expect("login");
					await(client(context), ClientState.CONNECTED);
					assertThat(CompletableFuture.runAsync(context::stop)).succeedsWithin(5, TimeUnit.SECONDS);
					assertThat(client(context).state()).isEqualTo(ClientState.STOPPED);
				}
			});
	}

	@Test
	void whenContextStartsAgainTheClientConnectsAgain() {
		this.contextRunner.run((context) -> {
			this.server.accept().halfClose();
			context.stop();
			context.start();
			Awaitility.await().until(() -> client(context).state() == ClientState.CONNECTED);
		});
	}

	@Test
	void whenStoppedTheCallbackIsCalledOnceEachTime() {
		this.contextRunner.run((context) -> {
			AtomicInteger calls = new AtomicInteger();
			this.server.accept().halfClose();
			TcpClientLifecycle lifecycle = context.getBean(TcpClientLifecycle.class);
			lifecycle.stop(calls::incrementAndGet);
			lifecycle.stop(calls::incrementAndGet);
			context.close();
			Awaitility.await().until(() -> calls.get() == 2);
		});
	}

	@Test
	void startsAfterTheServersAndBeforeTheWebServerAndIsNotPaused() {
		this.emptyRunner.run((context) -> {
			TcpClientLifecycle lifecycle = context.getBean(TcpClientLifecycle.class);
			assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE - 3072);
			assertThat(lifecycle.isPauseable()).isFalse();
		});
	}

	@Test
	void whenConnectedAtRunTimeTheClientStopsWithTheApplication() {
		this.emptyRunner.run((context) -> {
			TcpClients clients = context.getBean(TcpClients.class);
			ManagedClient<StringBuilder> client = clients.connect(
					ManagedClientOptions.to(ClientOptions.to("localhost", this.server.port())),
					SocketHandlers.<StringBuilder>builder().discardData().build(), StringBuilder::new);
			TcpSocket<StringBuilder> socket = client.connect().toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(socket.data()).isEmpty();
			assertThat(clients.clients()).containsExactly(client);
			this.server.accept().halfClose();
			context.stop();
			assertThat(client.state()).isEqualTo(ClientState.STOPPED);
			assertThatIllegalStateException()
				.isThrownBy(() -> clients.connect(ClientOptions.to("localhost", this.server.port()),
						SocketHandlers.builder().discardData().build()))
				.withMessageContaining("the application has stopped");
		});
	}

	@Test
	void whenConnectedAtRunTimeAndClosedTheClientIsForgotten() {
		this.emptyRunner.run((context) -> {
			TcpClients clients = context.getBean(TcpClients.class);
			clients
				.connect(ClientOptions.to("localhost", this.server.port()),
						SocketHandlers.builder().discardData().build())
				.close();
			assertThat(clients.clients()).isEmpty();
		});
	}

	@Test
	void whenContextIsClosedNoThreadIsLeft() {
		this.contextRunner.withPropertyValues("tcp.clients.feed.reconnect.delay=1h").run((context) -> {
			this.server.accept().close();
			await(client(context), ClientState.WAITING);
			assertThat(Thread.getAllStackTraces().keySet())
				.anyMatch((thread) -> thread.getName().equals("tcp-clients"));
		});
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().equals("tcp-clients")));
	}

	@TcpClient(name = "feed")
	static class Late {

		private final AtomicInteger messages = new AtomicInteger();

		@OnData
		String data(byte[] bytes) {
			return String.valueOf(this.messages.incrementAndGet());
		}

		@OnReload
		void reload(TcpSocket<?> socket) {
			socket.send("reloaded");
		}

	}

	@TcpClient(name = "feed")
	static class ReloadsOnOpen {

		private final TcpClients clients;

		ReloadsOnOpen(TcpClients clients) {
			this.clients = clients;
		}

		@OnOpen
		void open() {
			this.clients.reload("feed");
		}

		@OnReload
		void reload(TcpSocket<?> socket) {
			socket.send("reloaded");
		}

	}

	@TcpClient(name = "${feed.name}", host = "${feed.host}", port = 7000, connect = TcpClient.Connect.ON_USE)
	static class Placed extends OnUse {

	}

	@TcpClient(name = "on-use", host = "localhost", connect = TcpClient.Connect.ON_USE)
	static class OnUse {

		@OnData
		void data(byte[] bytes) {
		}

	}

}
