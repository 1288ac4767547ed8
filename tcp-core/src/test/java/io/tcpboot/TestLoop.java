package io.tcpboot;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.EventExecutor;
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
	 * Let the socket's event loop look at its sockets once more: what had happened before
	 * this call, it has seen then.
	 */
	static void settle(TcpSocket<?> socket) throws Exception {
		settle(((SocketFront<?>) socket).loop());
	}

	/**
	 * The same with every event loop, that of the listening channel too.
	 */
	static void settle() throws Exception {
		for (EventExecutor loop : LOOP.executors()) {
			settle(loop);
		}
	}

	private static void settle(EventExecutor loop) throws Exception {
		CountDownLatch round = new CountDownLatch(1);
		// What a task schedules runs in the next round, and that begins with I/O.
		loop.execute(() -> loop.schedule(round::countDown, 1, TimeUnit.NANOSECONDS));
		if (!round.await(10, TimeUnit.SECONDS)) {
			throw new AssertionError("the event loop hangs");
		}
	}

	static ServerOptions.Builder anyPort() {
		return ServerOptions.builder().host("localhost").port(0);
	}

}
