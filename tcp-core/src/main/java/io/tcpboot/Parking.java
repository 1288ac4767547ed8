package io.tcpboot;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A socket is parked: no handler is called, and what there is to tell waits here in
 * order. Bytes and the peer's FIN wait in {@link ReadGate}, which knows this object as
 * long as the socket is parked. Event loop only.
 *
 * <pre>
 *  park --> [handlers return] --> quiet --> unpark: reload, events, then what was read
 *                                   |
 *                                   `--> lost: the close is one of the events
 * </pre>
 */
final class Parking {

	private final NettySocket<?> socket;

	private final Queue<Runnable> events = new ArrayDeque<>(1);

	private final CompletableFuture<Void> quiet = new CompletableFuture<>();

	private @Nullable Runnable timeout;

	private boolean lost;

	private Parking(NettySocket<?> socket) {
		this.socket = socket;
	}

	/**
	 * Call no handler from now on. Never inside of a callback.
	 * @return completes when no handler is busy
	 */
	static CompletableFuture<Void> park(NettySocket<?> socket) {
		Parking parking = socket.input.parking();
		if (parking == null) {
			parking = new Parking(socket);
			socket.input.parking(parking);
			if (socket.life != Lifecycle.NEW) {
				// Not earlier: a TLS handshake would not go on.
				socket.hold(ReadGate.PARKED);
			}
			parking.completeIfQuiet();
		}
		return parking.quiet;
	}

	/**
	 * Go on, and tell what there was to tell meanwhile. Never inside of a callback.
	 */
	static void unpark(NettySocket<?> socket) {
		Parking parking = socket.input.parking();
		if (parking != null) {
			parking.end();
		}
	}

	private void end() {
		this.socket.input.parking(null);
		if (this.socket.life.isDelivering()) {
			this.socket.deadlines.spareIdle();
		}
		Runnable event;
		while ((event = this.events.poll()) != null) {
			event.run();
		}
		if (this.socket.life != Lifecycle.NEW) {
			this.socket.release(ReadGate.PARKED);
			// A reload is to be told, and a drain may be due.
			this.socket.scheduleReaction();
		}
		this.quiet.complete(null);
	}

	void completeIfQuiet() {
		if (!this.socket.code.isBusy()) {
			this.quiet.complete(null);
		}
	}

	void defer(Runnable event) {
		this.events.add(event);
	}

	void deferTimeout(Runnable event) {
		this.timeout = event;
		defer(event);
	}

	/**
	 * The timer was set anew, or stopped.
	 */
	void forgetTimeout() {
		if (this.timeout != null) {
			this.events.remove(this.timeout);
			this.timeout = null;
		}
	}

	/**
	 * The connection is gone. The event tells it; what calls no handler is done now, as
	 * an asynchronous one may be waiting for room.
	 */
	void lost(Runnable event) {
		this.lost = true;
		defer(event);
		this.socket.pending.close();
		this.socket.deadlines.stop();
		this.socket.out.discard();
		this.socket.runRoomWaiters();
	}

	/**
	 * Return whether the connection is gone.
	 */
	boolean isLost() {
		return this.lost;
	}

}
