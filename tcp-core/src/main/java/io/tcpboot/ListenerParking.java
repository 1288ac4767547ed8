package io.tcpboot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.netty.channel.EventLoop;

/**
 * Parks the sockets of a listener, each on its own event loop, and lets them go on. Any
 * thread. Who asks later wins: each event loop looks at the last word.
 *
 * <pre>
 *  event loop of the listening channel: accept no more
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

	CompletableFuture<Void> park(EventLoop acceptorLoop, Iterable<EventLoop> loops) {
		this.parked = true;
		return apply(acceptorLoop, loops);
	}

	void unpark(EventLoop acceptorLoop, Iterable<EventLoop> loops) {
		this.parked = false;
		apply(acceptorLoop, loops);
	}

	private CompletableFuture<Void> apply(EventLoop acceptorLoop, Iterable<EventLoop> loops) {
		// What was accepted before is on the way to its event loop, ahead of the task
		// that parks it there.
		return on(acceptorLoop, this::applyToAcceptor).thenCompose((done) -> {
			CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
			for (EventLoop loop : loops) {
				all = all.thenCombine(on(loop, () -> applyTo(loop)), (one, other) -> one);
			}
			return all;
		});
	}

	private CompletableFuture<Void> applyToAcceptor() {
		this.listener.acceptor().update();
		return CompletableFuture.completedFuture(null);
	}

	private CompletableFuture<Void> applyTo(EventLoop loop) {
		Stream<? extends NettySocket<?>> sockets = this.listener.liveSockets()
			.filter((socket) -> socket.loop() == loop);
		if (this.parked) {
			return CompletableFuture.allOf(sockets.map(NettySocket::parkNow).toArray(CompletableFuture[]::new));
		}
		sockets.forEach(NettySocket::unparkNow);
		return CompletableFuture.completedFuture(null);
	}

	/**
	 * Run on the event loop, but never inside of whatever runs there now.
	 */
	private static CompletableFuture<Void> on(Executor loop, Supplier<CompletableFuture<Void>> action) {
		try {
			return CompletableFuture.supplyAsync(action, loop).thenCompose((stage) -> stage);
		}
		catch (RejectedExecutionException ex) {
			// The event loop is gone, and its sockets with it.
			return CompletableFuture.completedFuture(null);
		}
	}

}
