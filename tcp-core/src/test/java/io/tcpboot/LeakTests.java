package io.tcpboot;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.tcpboot.test.ClosedPort;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever was opened, or was to be, leaves nothing behind.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
class LeakTests {

	private static final int IN_FLIGHT = 64;

	private final Semaphore places = new Semaphore(IN_FLIGHT);

	private final List<WeakReference<TcpSocket<String>>> sockets = new ArrayList<>();

	// Each connection is greeted, so that buffers are used too.
	private final SocketHandlers<String> greeting = SocketHandlers.<String>builder()
		.open((socket) -> socket.end("hello"))
		.discardData()
		.build();

	private final SocketHandlers<String> closing = SocketHandlers.<String>builder()
		.data((socket, bytes) -> socket.terminate())
		.close((socket, reason) -> this.places.release())
		.connectError((socket, cause) -> this.places.release())
		.build();

	@Test
	@DisplayName("B96 10,000 connections leave descriptors, memory and the lists of sockets where they started")
	void whenTenThousandConnectionsHaveClosedNothingIsLeft() throws Exception {
		try (TcpListener<String> listener = TestLoop.listen(this.greeting)) {
			connect(listener.port(), 2000);
			Events.until(() -> listener.sockets().isEmpty());
			long descriptors = Kernel.descriptors();
			long directBytes = Flow.allDirectMemory();
			connect(listener.port(), 10_000);
			Events.until(() -> listener.sockets().isEmpty() && Kernel.descriptors() <= descriptors);
			assertThat(listener.accepted()).isEqualTo(12_000);
			assertThat(Flow.allDirectMemory()).isLessThanOrEqualTo(directBytes + 2 * 1024 * 1024);
			assertThatNoSocketIsHeld();
		}
	}

	@Test
	@DisplayName("B96 failed connects leave nothing behind")
	void whenThousandConnectsHaveFailedNothingIsLeft() throws Exception {
		try (ClosedPort closed = new ClosedPort()) {
			connect(closed.port(), 100);
			long descriptors = Kernel.descriptors();
			connect(closed.port(), 1000);
			Events.until(() -> Kernel.descriptors() <= descriptors);
			assertThatNoSocketIsHeld();
		}
	}

	@Test
	@DisplayName("B96 failed listens leave nothing behind")
	void whenThousandListensHaveFailedNothingIsLeft() throws Exception {
		try (ClosedPort taken = new ClosedPort()) {
			listenInVain(taken, 10);
			long descriptors = Kernel.descriptors();
			listenInVain(taken, 1000);
			Events.until(() -> Kernel.descriptors() <= descriptors);
		}
	}

	@Test
	@DisplayName("B96 listeners that came and went leave nothing behind")
	void whenListenersHaveStoppedNothingIsLeft() {
		TestLoop.listen(this.greeting).close();
		long descriptors = Kernel.descriptors();
		List<WeakReference<TcpListener<String>>> listeners = new ArrayList<>();
		for (int i = 0; i < 500; i++) {
			TcpListener<String> listener = TestLoop.listen(this.greeting);
			listeners.add(new WeakReference<>(listener));
			listener.close();
		}
		Events.until(() -> Kernel.descriptors() <= descriptors);
		assertThatAllAreCollected(listeners);
	}

	private void connect(int port, int count) throws Exception {
		ClientOptions options = ClientOptions.to("localhost", port);
		for (int i = 0; i < count; i++) {
			assertThat(this.places.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
			CompletableFuture<TcpSocket<String>> future = TestLoop.LOOP.connect(options, this.closing);
			future.thenAccept((socket) -> remember(socket));
		}
		// All are back: the last one has closed.
		assertThat(this.places.tryAcquire(IN_FLIGHT, 20, TimeUnit.SECONDS)).isTrue();
		this.places.release(IN_FLIGHT);
	}

	private synchronized void remember(TcpSocket<String> socket) {
		this.sockets.add(new WeakReference<>(socket));
	}

	private static void listenInVain(ClosedPort taken, int count) {
		ServerOptions options = TestLoop.anyPort().port(taken.port()).build();
		SocketHandlers<String> handlers = new Events().handlers().build();
		for (int i = 0; i < count; i++) {
			assertThatExceptionOfType(TcpBindException.class).isThrownBy(() -> TestLoop.LOOP.listen(options, handlers));
		}
	}

	private void assertThatNoSocketIsHeld() {
		assertThatAllAreCollected(this.sockets);
	}

	private static <T> void assertThatAllAreCollected(List<WeakReference<T>> references) {
		Events.until(() -> {
			System.gc();
			return references.stream().map(WeakReference::get).allMatch(Objects::isNull);
		});
	}

}
