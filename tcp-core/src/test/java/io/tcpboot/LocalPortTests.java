package io.tcpboot;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Ports in memory, where they are not like those of the kernel.
 */
class LocalPortTests {

	private static final int PORT = 8080;

	private final TcpEventLoop loop = loop();

	private final TcpEventLoop other = loop();

	private final Events server = new Events();

	private final Events client = new Events();

	@AfterEach
	void close() {
		this.loop.close();
		this.other.close();
	}

	@Test
	void whenEventLoopsAreTwoEachHasThePort() throws Exception {
		assertThat(listen(this.loop).port()).isEqualTo(PORT);
		assertThat(listen(this.other).port()).isEqualTo(PORT);
		this.other.connect(ClientOptions.to("localhost", PORT), this.client.handlers().build())
			.get(10, TimeUnit.SECONDS);
		this.server.await("open");
		assertThat(this.server.all()).containsExactly("open");
	}

	@Test
	void whenHostIsUnknownItIsNotLookedUp() throws Exception {
		listen(this.loop);
		TcpSocket<String> socket = this.loop
			.connect(ClientOptions.to("nowhere.invalid", PORT), this.client.handlers().build())
			.get(10, TimeUnit.SECONDS);
		assertThat(socket.remoteAddress()).hasToString("localhost/127.0.0.1:8080");
	}

	@Test
	void whenAUnixSocketIsAskedForItIsRefused() {
		ServerOptions options = ServerOptions.builder().path(Path.of("some.sock")).build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.loop.listen(options, this.server.handlers().build()))
			.withMessage("path: some.sock (expected: a transport that has unix sockets: EPOLL, KQUEUE or NIO; "
					+ "this is LOCAL)");
	}

	@Test
	void whenThePortIsToBeSharedItIsRefused() {
		ServerOptions options = ServerOptions.builder().port(PORT).reusePort(true).build();
		assertThatExceptionOfType(TcpBindException.class)
			.isThrownBy(() -> this.loop.listen(options, this.server.handlers().build()))
			.withStackTraceContaining("(expected: supported by the transport)");
	}

	private TcpListener<String> listen(TcpEventLoop eventLoop) {
		return eventLoop.listen(ServerOptions.port(PORT), this.server.handlers().build());
	}

	private static TcpEventLoop loop() {
		return TcpEventLoop.builder().transport(Transport.Kind.LOCAL).threads(1).name("local-test").build();
	}

}
