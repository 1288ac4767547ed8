package io.tcpboot.autoconfigure;

import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpBindException;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnReload;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Servers by name, and servers that are opened at run time.
 */
class TcpServersTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class));

	@Test
	void whenServerIsOpenedItIsListedAndStopsWithTheApplication() {
		this.contextRunner.run((context) -> {
			TcpServers servers = context.getBean(TcpServers.class);
			TcpListener<String> listener = servers.listen(options("late"), echo());
			assertThat(servers.names()).containsExactly("late");
			assertThat(servers.listener("late")).isSameAs(listener);
			try (TcpTestPeer peer = TcpTestPeer.connect(listener.port())) {
				peer.send("hello").expect("hello");
				CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
				peer.halfClose().expectEnd();
				assertThat(closed).succeedsWithin(10, TimeUnit.SECONDS);
			}
			assertThat(listener.isListening()).isFalse();
		});
	}

	@Test
	void whenNameIsTakenInAnySpellingItIsRefused() {
		this.contextRunner.withBean("my-echo", Echo.class).run((context) -> {
			TcpServers servers = context.getBean(TcpServers.class);
			servers.listen(options("late"), echo());
			assertThatIllegalArgumentException().isThrownBy(() -> servers.listen(options("myEcho"), echo()))
				.withMessage("name: 'myEcho' (expected: one that no other TCP server has)");
			assertThatIllegalArgumentException().isThrownBy(() -> servers.listen(options("LATE"), echo()))
				.withMessage("name: 'LATE' (expected: one that no other TCP server has)");
			assertThat(servers.listener("myEcho")).isSameAs(servers.listener("my-echo"));
		});
	}

	@Test
	void whenServerHasStoppedItsNameIsFreeAgain() {
		this.contextRunner.run((context) -> {
			TcpServers servers = context.getBean(TcpServers.class);
			servers.listen(options("late"), echo()).close();
			TcpListener<String> again = servers.listen(options("late"), echo());
			assertThat(servers.listener("late")).isSameAs(again);
			assertThat(servers.listeners()).hasSize(1);
		});
	}

	@Test
	void whenServerHasNoNameItIsRefused() {
		this.contextRunner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(TcpServers.class).listen(ServerOptions.port(0), echo()))
			.withMessage("name: null (expected: a name in ServerOptions)"));
	}

	@Test
	void whenPortIsInUseTheServerIsNotListed() throws Exception {
		try (ServerSocket occupied = new ServerSocket(0)) {
			this.contextRunner.run((context) -> {
				TcpServers servers = context.getBean(TcpServers.class);
				ServerOptions options = options("late").toBuilder().port(occupied.getLocalPort()).build();
				assertThatExceptionOfType(TcpBindException.class).isThrownBy(() -> servers.listen(options, echo()));
				assertThat(servers.names()).isEmpty();
			});
		}
	}

	@Test
	void whenApplicationHasStoppedNoServerIsOpened() {
		this.contextRunner.run((context) -> {
			context.stop();
			TcpServers servers = context.getBean(TcpServers.class);
			assertThatIllegalStateException().isThrownBy(() -> servers.listen(options("late"), echo()))
				.withMessage("TCP server 'late': the application is stopping");
			context.start();
			assertThat(servers.listen(options("late"), echo()).isListening()).isTrue();
		});
	}

	@Test
	void whenServerWasOpenedBeforeTheStartWithTheNameOfABeanTheStartFails() {
		this.contextRunner.withBean(Echo.class)
			.withBean(Early.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage(
						"The TCP server 'echo' (bean 'echo') cannot start: another one of this name was opened with "
								+ "TcpServers.listen. Change one of the names."));
	}

	@Test
	void whenServerIsReloadedOpenSocketsAreTold() {
		this.contextRunner.withBean("renewed", Renewed.class).run((context) -> {
			TcpServers servers = context.getBean(TcpServers.class);
			try (TcpTestPeer peer = Peers.connect(context, "renewed")) {
				peer.send("one").expect("one");
				servers.reload("renewed");
				peer.expect("reloaded");
				peer.send("two").expect("two");
			}
		});
	}

	@Test
	void whenServerHasNoBeansItIsNotReloaded() {
		this.contextRunner.run((context) -> {
			TcpServers servers = context.getBean(TcpServers.class);
			servers.listen(options("late"), echo());
			assertThatIllegalArgumentException().isThrownBy(() -> servers.reload("late"))
				.withMessage("TCP server: 'late' (expected: one of annotated beans)");
		});
	}

	private static ServerOptions options(String name) {
		return ServerOptions.builder().name(name).port(0).build();
	}

	private static SocketHandlers<String> echo() {
		return SocketHandlers.<String>builder().data((socket, bytes) -> socket.send(bytes)).build();
	}

	static class Early {

		Early(TcpServers servers) {
			servers.listen(options("echo"), echo());
		}

	}

	@TcpServer(port = 0)
	static class Renewed {

		@OnData
		String data(String text) {
			return text;
		}

		@OnReload
		void reload(TcpSocket<?> socket) {
			socket.send("reloaded");
		}

	}

}
