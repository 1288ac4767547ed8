package io.tcpboot.autoconfigure.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import io.netty.buffer.ByteBuf;
import io.tcpboot.ClientOptions;
import io.tcpboot.CloseReason;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.autoconfigure.TcpClientAutoConfiguration;
import io.tcpboot.client.ClientState;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.client.ManagedClientOptions;
import io.tcpboot.client.TcpClients;
import io.tcpboot.framing.Framing;
import io.tcpboot.handler.HandlerDescription;
import io.tcpboot.server.ServerState;
import io.tcpboot.server.TcpServerCustomizer;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import io.tcpboot.transport.Transport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint tells of servers, clients and sockets: what is, not what was set.
 */
class TcpEndpointTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
				TcpEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=tcp", "tcp.endpoint.show-remote-address=always",
				"tcp.defaults.linger-timeout=100ms");

	private final ApplicationContextRunner echoRunner = this.contextRunner.withBean("echo", Echo.class);

	private static TcpEndpoint endpoint(ApplicationContext context) {
		return context.getBean(TcpEndpoint.class);
	}

	private static TcpServers servers(ApplicationContext context) {
		return context.getBean(TcpServers.class);
	}

	private static ServerDescription server(ApplicationContext context) {
		assertThat(endpoint(context).tcp().servers()).hasSize(1);
		return endpoint(context).tcp().servers().get(0);
	}

	private static ClientDescription client(ApplicationContext context) {
		assertThat(endpoint(context).tcp().clients()).hasSize(1);
		return endpoint(context).tcp().clients().get(0);
	}

	private static SocketsDescription sockets(ApplicationContext context, String name) {
		return endpoint(context).sockets(name, null, null, null, null, null, null);
	}

	private static TcpTestPeer connect(TcpListener<?> listener) {
		return TcpTestPeer.connect(listener.port()).send("hi").expect("hi");
	}

	private static SocketHandlers<String> echo() {
		return SocketHandlers.<String>builder().data((socket, bytes) -> socket.send(bytes)).build();
	}

	private static ServerOptions.Builder options(String name) {
		return ServerOptions.builder().name(name).port(0);
	}

	@Test
	void whenAServerIsAnnotatedItsMethodsAreToldByEvent() {
		this.echoRunner.run((context) -> assertThat(server(context).handlers()).containsExactly(
				new HandlerDescription("@OnOpen", "echo", "open(TcpSocket)"),
				new HandlerDescription("@OnData", "echo", "data(ByteBuf)"),
				new HandlerDescription("@OnClose", "echo", "close(CloseReason)")));
	}

	@Test
	void whenACustomizerHasTheLastWordItsLimitsAreInForce() {
		TcpServerCustomizer customizer = (name, options) -> options.maxConnections(7)
			.socket((socket) -> socket.maxPending(1 << 20).wiretap(true).framing(Framing.lines().maxFrame(99)));
		this.echoRunner.withPropertyValues("tcp.servers.echo.max-connections=9")
			.withBean(TcpServerCustomizer.class, () -> customizer)
			.run((context) -> {
				ServerLimits limits = server(context).limits();
				assertThat(limits.maxConnections()).isEqualTo(7);
				assertThat(limits.socket().maxPending()).isEqualTo(1 << 20);
				assertThat(limits.socket().maxFrame()).isEqualTo(99);
				assertThat(server(context).wiretap()).isTrue();
			});
	}

	@Test
	void whenOptionsAreReloadedTheNewOnesAreInForce() {
		this.echoRunner.withPropertyValues("tcp.servers.echo.max-connections=9").run((context) -> {
			TcpListener<?> listener = servers(context).listener("echo");
			assertThat(server(context).limits().maxConnections()).isEqualTo(9);
			listener.reload(listener.options()
				.toBuilder()
				.maxConnections(3)
				.whenFull(ServerOptions.WhenFull.WAIT)
				.socket((socket) -> socket.idleTimeout(Duration.ofMinutes(2)))
				.build());
			ServerLimits limits = server(context).limits();
			assertThat(limits.maxConnections()).isEqualTo(3);
			assertThat(limits.whenFull()).isEqualTo(ServerOptions.WhenFull.WAIT);
			assertThat(limits.socket().idleTimeout()).isEqualTo(Duration.ofMinutes(2));
		});
	}

	@Test
	void whenOptionsGiveAServerAnotherNameItsMethodsAreTold() {
		this.echoRunner.run((context) -> {
			TcpListener<?> listener = servers(context).listener("echo");
			listener.reload(listener.options().toBuilder().name("other").build());
			assertThat(server(context).name()).isEqualTo("other");
			assertThat(server(context).handlers()).hasSize(3);
		});
	}

	@Test
	void whenHandlersAreReloadedSocketsSayWhichReloadTheyAreOn() {
		this.echoRunner.run((context) -> {
			try (TcpTestPeer peer = connect(servers(context).listener("echo"))) {
				assertThat(sockets(context, "echo").sockets().get(0).generation()).isZero();
				servers(context).reload("echo");
				assertThat(server(context).generation()).isOne();
				Awaitility.await().until(() -> sockets(context, "echo").sockets().get(0).generation() == 1);
				peer.send("on").expect("on");
			}
		});
	}

	@Test
	void whenSocketsComeAndGoTheyAreCounted() {
		this.echoRunner.withPropertyValues("tcp.servers.echo.max-connections=1").run((context) -> {
			TcpListener<?> listener = servers(context).listener("echo");
			try (TcpTestPeer peer = connect(listener)) {
				peer.send("on").expect("on");
				refused(listener);
				ServerDescription server = server(context);
				assertThat(server.connections().open()).isOne();
				assertThat(server.connections().accepted()).isOne();
				assertThat(server.connections().rejected()).isOne();
				assertThat(server.traffic().bytesRead()).isEqualTo(4);
				// Counted when the kernel has taken them, which the peer may see before.
				Awaitility.await().until(() -> server(context).traffic().bytesWritten() == 4);
				peer.halfClose().expectEnd();
			}
			Awaitility.await().until(() -> listener.sockets().isEmpty());
			assertThat(server(context).connections().closed()).containsEntry(CloseReason.PEER_END, 1L).hasSize(1);
			assertThat(server(context).traffic().bytesRead()).isEqualTo(4);
		});
	}

	private static void refused(TcpListener<?> listener) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
			assertThat(socket.getInputStream().read()).isEqualTo(-1);
		}
		catch (IOException ex) {
			// Reset, while it connects or after that.
		}
		Awaitility.await().until(() -> listener.rejected() == 1);
	}

	@Test
	void whenASocketIsPausedAndHalfClosedItIsTold() {
		this.echoRunner.run((context) -> {
			TcpListener<?> listener = servers(context).listener("echo");
			try (TcpTestPeer peer = connect(listener)) {
				TcpSocket<?> socket = listener.sockets().iterator().next();
				socket.pause();
				socket.end();
				peer.expectEnd();
				SocketDescription described = sockets(context, "echo").sockets().get(0);
				assertThat(described.paused()).isTrue();
				assertThat(described.halfClosed()).isTrue();
				assertThat(described.closing()).isTrue();
				assertThat(server(context).traffic().pausedSockets()).isOne();
				socket.resume();
			}
		});
	}

	@Test
	void whenAServerIsStoppedItDrainsUntilTheLastSocketIsClosed() {
		this.echoRunner.run((context) -> {
			TcpListener<?> listener = servers(context).listener("echo");
			assertThat(server(context).state()).isEqualTo(ServerState.LISTENING);
			try (TcpTestPeer peer = connect(listener)) {
				listener.stop();
				assertThat(server(context).state()).isEqualTo(ServerState.DRAINING);
				assertThat(sockets(context, "echo").total()).isOne();
				peer.halfClose().expectEnd();
			}
			assertThat(listener.stopped()).succeedsWithin(10, TimeUnit.SECONDS);
			assertThat(server(context).state()).isEqualTo(ServerState.STOPPED);
			assertThat(server(context).address()).endsWith(":" + listener.port());
			assertThat(sockets(context, "echo").sockets()).isEmpty();
		});
	}

	@Test
	void whenAServerIsOpenedAtRunTimeItIsListedUntilItIsClosed() {
		this.contextRunner.run((context) -> {
			TcpListener<?> listener = servers(context).listen(options("Räume/blau #7").build(), echo());
			try (TcpTestPeer peer = connect(listener)) {
				assertThat(server(context).name()).isEqualTo("Räume/blau #7");
				assertThat(server(context).handlers()).isEmpty();
				assertThat(sockets(context, "Räume/blau #7").total()).isOne();
				assertThat(sockets(context, "räume-blau-7").total()).isOne();
				assertThat(sockets(context, "blau")).isNull();
				peer.halfClose().expectEnd();
			}
			listener.close();
			assertThat(endpoint(context).tcp().servers()).isEmpty();
			assertThat(sockets(context, "Räume/blau #7")).isNull();
		});
	}

	@Test
	void whenAServerHasTheNameOfADisabledOneItHasNotItsMethods() {
		this.echoRunner.withPropertyValues("tcp.servers.echo.enabled=false").run((context) -> {
			assertThat(endpoint(context).tcp().servers()).isEmpty();
			servers(context).listen(options("echo").build(), echo());
			assertThat(server(context).handlers()).isEmpty();
		});
	}

	@Test
	void whenTheServerIsOfAUnixSocketThereIsNoPort(@TempDir Path folder) {
		Path path = folder.resolve("a.sock");
		this.contextRunner.run((context) -> {
			servers(context).listen(ServerOptions.unix(path).toBuilder().name("local").build(), echo());
			assertThat(server(context).address()).isEqualTo(path.toString());
			assertThat(server(context).port()).isEqualTo(-1);
		});
	}

	@Test
	void whenAServerAndAClientHaveOneNameBothAreListedAndEachIsFound() {
		this.echoRunner.run((context) -> {
			TcpListener<?> listener = servers(context).listener("echo");
			ManagedClient<String> client = connect(context, "echo", ClientOptions.to("127.0.0.1", listener.port()));
			TcpSocket<String> connected = client.connect().toCompletableFuture().get(10, TimeUnit.SECONDS);
			Awaitility.await().until(() -> listener.sockets().size() == 1);
			SocketsDescription sockets = sockets(context, "echo");
			assertThat(sockets.total()).isEqualTo(2);
			assertThat(sockets.sockets()).extracting(SocketDescription::client).containsExactlyInAnyOrder(true, false);
			assertThat(endpoint(context).socket("echo", connected.id())).extracting(SocketDescription::client)
				.isEqualTo(true);
			assertThat(client(context).handlers()).isEmpty();
			endpoint(context).close("echo", connected.id());
			assertThat(connected.closed()).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(CloseReason.OPERATOR);
		});
	}

	@Test
	void whenATargetHasANameOfItsOwnTheWiretapTellsOfItsLogger() {
		this.echoRunner.run((context) -> {
			ClientOptions target = ClientOptions.to("127.0.0.1", servers(context).listener("echo").port());
			ManagedClient<String> client = connect(context, "feed", target.toBuilder().name("mirror").build());
			TcpSocket<String> socket = client.connect().toCompletableFuture().get(10, TimeUnit.SECONDS);
			assertThat(endpoint(context).wiretap("feed", socket.id(), "10s").logger())
				.isEqualTo("io.tcpboot.wiretap.mirror");
		});
	}

	@Test
	void whenClientsAreCalledByTheirAddressesTheyAreNotMixedUp() {
		this.contextRunner.run((context) -> {
			connect(context, "10.0.0.11:90", ClientOptions.to("127.0.0.1", 1));
			connect(context, "10.0.0.1:190", ClientOptions.to("127.0.0.1", 1));
			assertThat(sockets(context, "10.0.0.1:190").name()).isEqualTo("10.0.0.1:190");
			assertThat(sockets(context, "10.0.0.11:90").name()).isEqualTo("10.0.0.11:90");
		});
	}

	private static ManagedClient<String> connect(ApplicationContext context, String name, ClientOptions target) {
		ManagedClientOptions options = ManagedClientOptions.builder().name(name).targets(List.of(target)).build();
		return context.getBean(TcpClients.class).connect(options, echo(), () -> null);
	}

	@Test
	void whenAClientIsConnectedItIsDescribed() {
		try (TcpTestServer upstream = TcpTestServer.listen()) {
			this.contextRunner.withBean("pump", Pump.class)
				.withPropertyValues("tcp.clients.pump.port=" + upstream.port(), "tcp.clients.pump.connect-timeout=3s")
				.run((context) -> {
					TcpTestPeer peer = upstream.accept().expect("login");
					Awaitility.await().until(() -> client(context).state() == ClientState.CONNECTED);
					ClientDescription client = client(context);
					assertThat(client.address()).isEqualTo("localhost:" + upstream.port());
					assertThat(client.transport()).isEqualTo(Transport.Kind.NIO);
					assertThat(client.handlers()).extracting(HandlerDescription::method)
						.containsExactly("open()", "data(byte[])");
					assertThat(client.limits().connectTimeout()).isEqualTo(Duration.ofSeconds(3));
					assertThat(client.open()).isOne();
					assertThat(client.attempts()).isOne();
					assertThat(client.lastFailure()).isNull();
					Awaitility.await().until(() -> client(context).traffic().bytesWritten() == 5);
					peer.send("ok");
				});
		}
	}

	@Test
	void whenAClientCannotConnectTheReasonIsTold() {
		this.contextRunner.withBean("pump", Pump.class)
			.withPropertyValues("tcp.clients.pump.port=1", "tcp.clients.pump.reconnect.enabled=false")
			.run((context) -> {
				Awaitility.await().until(() -> client(context).state() == ClientState.GAVE_UP);
				assertThat(client(context).lastFailure()).contains("Cannot connect to localhost:1: connection refused");
				assertThat(client(context).failures()).isOne();
				assertThat(client(context).open()).isZero();
			});
	}

	@Test
	void whenTheAddressesOfAClientDifferTheLimitsAreThoseOfTheOneInUse() {
		this.contextRunner.run((context) -> {
			try (TcpTestServer upstream = TcpTestServer.listen()) {
				ClientOptions nobody = ClientOptions.to("127.0.0.1", 1);
				ClientOptions target = ClientOptions.to("127.0.0.1", upstream.port())
					.toBuilder()
					.connectTimeout(Duration.ofSeconds(2))
					.build();
				context.getBean(TcpClients.class)
					.connect(ManagedClientOptions.to(nobody, target), echo(), () -> null)
					.connect()
					.toCompletableFuture()
					.get(10, TimeUnit.SECONDS);
				assertThat(client(context).address()).isEqualTo("127.0.0.1:" + upstream.port());
				assertThat(client(context).limits().connectTimeout()).isEqualTo(Duration.ofSeconds(2));
			}
		});
	}

	@Test
	void whenAClientIsDisabledThereIsNothingToTellOfIt() {
		this.contextRunner.withBean("pump", Pump.class)
			.withPropertyValues("tcp.clients.pump.enabled=false")
			.run((context) -> {
				ClientDescription client = client(context);
				assertThat(client.state()).isEqualTo(ClientState.STOPPED);
				assertThat(client.address()).isNull();
				assertThat(client.limits()).isNull();
				assertThat(client.handlers()).isEmpty();
			});
	}

	@Test
	void whenNothingIsOpenNoEventLoopIsMadeToLookAtIt() {
		this.contextRunner.run((context) -> {
			assertThat(endpoint(context).tcp().eventLoop()).isNull();
			assertThat(context.getBeanFactory().containsSingleton("tcpEventLoop")).isFalse();
		});
		this.echoRunner.withPropertyValues("tcp.event-loop.threads=2").run((context) -> {
			EventLoopDescription eventLoop = endpoint(context).tcp().eventLoop();
			assertThat(eventLoop.threads()).isEqualTo(2);
			assertThat(eventLoop.transport()).isEqualTo(server(context).transport());
		});
	}

	@Test
	void whenContextsHaveServersOfTheirOwnTheChildShowsAllAndTheParentItsOwn() {
		withChild((parent, child) -> {
			assertThat(endpoint(parent).tcp().servers()).extracting(ServerDescription::name).containsExactly("echo");
			assertThat(endpoint(child).tcp().servers()).extracting(ServerDescription::name)
				.containsExactly("other", "echo");
			assertThat(endpoint(child).tcp().servers()).allMatch((server) -> server.transport() != null)
				.allMatch((server) -> server.handlers().size() == 3);
			try (TcpTestPeer ofParent = connect(servers(parent).listener("echo"));
					TcpTestPeer ofChild = connect(servers(child).listener("other"))) {
				assertThat(sockets(child, "echo").total()).isOne();
				assertThat(sockets(child, "other").total()).isOne();
				assertThat(sockets(parent, "other")).isNull();
				ofParent.send("on").expect("on");
				ofChild.send("on").expect("on");
			}
		});
	}

	private void withChild(BiConsumer<ApplicationContext, ApplicationContext> test) {
		this.echoRunner.run((parent) -> this.contextRunner.withParent(parent)
			.withBean("other", Other.class)
			.run((child) -> test.accept(parent, child)));
	}

	@Test
	void whenAChildHasNoServersItsEndpointIsThatOfItsParent() {
		this.echoRunner.run((parent) -> new ApplicationContextRunner().withParent(parent)
			.run((ConfigurableApplicationContext child) -> assertThat(endpoint(child)).isSameAs(endpoint(parent))));
	}

	@Test
	void whenTheEventLoopIsTheUsersItIsShown() {
		try (TcpEventLoop loop = TcpEventLoop.builder().threads(1).build()) {
			this.echoRunner.withBean(TcpEventLoop.class, () -> loop)
				.run((context) -> assertThat(endpoint(context).tcp().eventLoop().threads()).isOne());
		}
	}

	@TcpServer(name = "echo", port = 0)
	static class Echo {

		@OnOpen
		void open(TcpSocket<String> socket) {
		}

		@OnData
		ByteBuf data(ByteBuf bytes) {
			return bytes;
		}

		@OnClose
		void close(CloseReason reason) {
		}

	}

	@TcpServer(name = "other", port = 0)
	static class Other extends Echo {

	}

	@TcpClient(name = "pump", host = "localhost")
	static class Pump {

		@OnOpen
		String open() {
			return "login";
		}

		@OnData
		void data(byte[] bytes) {
		}

	}

}
