package io.tcpboot;

import java.util.Collection;
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

	CompletableFuture<Void> park(Collection<ListenerPlace> places, Iterable<EventLoop> loops) {
		this.parked = true;
		return apply(places, loops);
	}

	void unpark(Collection<ListenerPlace> places, Iterable<EventLoop> loops) {
		this.parked = false;
		apply(places, loops);
	}

	private CompletableFuture<Void> apply(Collection<ListenerPlace> places, Iterable<EventLoop> loops) {
		// What was accepted before is on the way to its event loop, ahead of the task
		// that parks it there.
		CompletableFuture<Void> accepted = CompletableFuture.completedFuture(null);
		for (ListenerPlace place : places) {
			accepted = accepted.thenCombine(on(place.loop(), () -> applyTo(place)), (one, other) -> one);
		}
		return accepted.thenCompose((done) -> {
			CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
			for (EventLoop loop : loops) {
				all = all.thenCombine(on(loop, () -> applyTo(loop)), (one, other) -> one);
			}
			return all;
		});
	}

	private static CompletableFuture<Void> applyTo(ListenerPlace place) {
		place.acceptor().update();
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
