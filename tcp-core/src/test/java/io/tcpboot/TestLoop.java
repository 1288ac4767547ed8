package io.tcpboot;

import java.util.concurrent.TimeUnit;

import io.tcpboot.transport.Transport;

/**
 * The event loop of the tests, one for the JVM. The system property
 * {@code tcp.test.transport} names another transport than the default.
 */
final class TestLoop {

	static final TcpEventLoop LOOP = TcpEventLoop.builder()
		.transport(Transport.Kind.valueOf(System.getProperty("tcp.test.transport", "AUTO")))
		.threads(2)
		.name("test-loop")
		.build();

	private TestLoop() {
	}

	/**
	 * Listen on any free port of the loopback interface.
	 */
	static <D> TcpListener<D> listen(SocketHandlers<D> handlers) {
		return LOOP.listen(anyPort().build(), handlers);
	}

	static <D> TcpListener<D> listen(SocketOptions options, SocketHandlers<D> handlers) {
		return LOOP.listen(anyPort().socket(options).build(), handlers);
	}

	/**
	 * Let the socket's event loop go round twice: what had happened to the socket before,
	 * it has seen then.
	 */
	static void settle(TcpSocket<?> socket) throws Exception {
		for (int i = 0; i < 2; i++) {
			((SocketFront<?>) socket).loop().submit(() -> {
			}).get(10, TimeUnit.SECONDS);
		}
	}

	static ServerOptions.Builder anyPort() {
		return ServerOptions.builder().host("localhost").port(0);
	}

}
