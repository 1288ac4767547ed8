package io.tcpboot.autoconfigure.devtools;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

import io.tcpboot.CloseReason;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpSocket;
import io.tcpboot.handler.HandlerSet;
import org.jspecify.annotations.Nullable;

/**
 * What was handed over under a name: parked, and its data out of the reach of everybody.
 * One thread at a time, but for {@link #close()}.
 *
 * <pre>
 *  park --> settle --> resume
 *  (user code returns) (data is frozen)  (data is thawed, events go on)
 * </pre>
 */
abstract class Kept {

	private final String name;

	private final long parkedNanos = System.nanoTime();

	// Done when no handler of the socket is running.
	private final Map<TcpSocket<Object>, CompletableFuture<Void>> idle = new LinkedHashMap<>();

	private final Map<TcpSocket<Object>, FrozenData> data = new LinkedHashMap<>();

	private boolean settled;

	Kept(String name) {
		this.name = name;
	}

	String name() {
		return this.name;
	}

	/**
	 * Return the listener or socket that was handed over.
	 */
	abstract Object subject();

	abstract boolean isAlive();

	abstract Collection<TcpSocket<Object>> liveSockets();

	abstract CompletionStage<Void> parkSubject();

	abstract void reload(SocketHandlers<Object> handlers);

	abstract void unpark();

	abstract void closeSubject();

	/**
	 * Let everything wait.
	 * @return a stage that completes when no handler is running
	 */
	final CompletionStage<Void> park() {
		// One that closes meanwhile is told of it by the next handlers, with its data.
		parkSockets();
		return parkSubject();
	}

	/**
	 * Look after those that were accepted when it was parked.
	 * @return a future that completes when no handler of any socket is running
	 */
	final CompletableFuture<Void> parkSockets() {
		liveSockets().forEach((socket) -> this.idle.computeIfAbsent(socket, Kept::park));
		return CompletableFuture.allOf(this.idle.values().toArray(CompletableFuture[]::new));
	}

	private static CompletableFuture<Void> park(TcpSocket<Object> socket) {
		return socket.park().toCompletableFuture();
	}

	/**
	 * Put the data aside, unless it is. A socket whose handler has not returned is lost.
	 * @return how many are lost
	 */
	final int settle() {
		if (this.settled) {
			return 0;
		}
		this.settled = true;
		int busy = 0;
		for (Map.Entry<TcpSocket<Object>, CompletableFuture<Void>> parked : this.idle.entrySet()) {
			TcpSocket<Object> socket = parked.getKey();
			boolean isIdle = parked.getValue().isDone();
			this.data.put(socket, FrozenData.freeze(isIdle ? socket.data() : null));
			socket.data(null);
			if (!isIdle) {
				busy++;
				socket.close(CloseReason.RELOAD_FAILURE);
			}
		}
		return busy;
	}

	/**
	 * Go on with new handlers.
	 * @param loader of the new classes
	 * @param byId finds the sockets that data refers to
	 * @return why data was lost, for each socket whose was
	 */
	final List<DataFailure> resume(HandlerSet handlers, ClassLoader loader,
			Function<String, @Nullable TcpSocket<?>> byId) {
		List<DataFailure> lost = new ArrayList<>();
		this.data.forEach((socket, frozen) -> {
			ThawedData thawed = frozen.thaw(loader, byId).as(handlers.dataTypes());
			socket.data(thawed.data());
			DataFailure failure = thawed.failure();
			if (failure != null) {
				lost.add(failure);
				if (!handlers.handlers().handlesReload()) {
					socket.close(CloseReason.RELOAD_FAILURE);
				}
			}
		});
		this.data.clear();
		reload(handlers.handlers());
		unpark();
		return lost;
	}

	/**
	 * Close everything, and tell nobody: who would be told is gone.
	 */
	final void close() {
		reload(SocketHandlers.builder().data((socket, bytes) -> bytes.skipBytes(bytes.readableBytes())).build());
		closeSubject();
	}

	final Stream<TcpSocket<Object>> sockets() {
		return this.idle.keySet().stream();
	}

	final long openSockets() {
		return sockets().filter(TcpSocket::isOpen).count();
	}

	final long parkedNanos() {
		return this.parkedNanos;
	}

}
