package io.tcpboot;

import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.netty.util.concurrent.EventExecutor;

/**
 * Parks the sockets of a listener, each on its own event loop, and lets them go on. Any
 * thread. Who asks later wins: each event loop looks at the last word.
 *
 * <pre>
 *  event loop of each listening channel: accept no more
 *       `--> every event loop: park its sockets
 *                 `--> asynchronous handlers return
 * </pre>
 */
final class ListenerParking {

	private final NettyListener<?> listener;

	private volatile boolean parked;

	ListenerParking(NettyListener<?> listener) {
		this.listener = listener;
	}

	boolean isParked() {
		return this.parked;
	}

	CompletableFuture<Void> park() {
		this.parked = true;
		return apply();
	}

	void unpark() {
		this.parked = false;
		apply();
	}

	private CompletableFuture<Void> apply() {
		// What was accepted before is on the way to its event loop, ahead of the task
		// that parks it there.
		return all(this.listener.places()
			.stream()
			.map((place) -> TcpEventLoop.run(place.loop(), () -> applyTo(place.acceptor()))))
			.thenCompose((done) -> all(
					this.listener.executors().stream().map((loop) -> TcpEventLoop.run(loop, () -> applyTo(loop)))));
	}

	private static CompletableFuture<Void> all(Stream<CompletableFuture<Void>> stages) {
		return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
	}

	private static CompletableFuture<Void> applyTo(Acceptor acceptor) {
		acceptor.update();
		return CompletableFuture.completedFuture(null);
	}

	private CompletableFuture<Void> applyTo(EventExecutor loop) {
		Stream<? extends NettySocket<?>> sockets = this.listener.liveSockets()
			.filter((socket) -> socket.loop() == loop);
		if (this.parked) {
			return all(sockets.map(NettySocket::parkNow));
		}
		sockets.forEach(NettySocket::unparkNow);
		return CompletableFuture.completedFuture(null);
	}

}
