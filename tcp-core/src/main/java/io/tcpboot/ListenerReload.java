package io.tcpboot;

import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.channel.Channel;

/**
 * Replaces the options of a listener. Any thread, one at a time.
 *
 * <pre>
 *  the place stays --------------------------------.
 *  bind the new place -------------------------- become --> leave the old one
 *     `-- in use, by the old one perhaps             ^
 *            `-- leave the old one                   |
 *                   `-- bind the new place ----------|
 *                          `-- bind the old one -----'  (and throw)
 * </pre>
 */
final class ListenerReload {

	private final NettyListener<?> listener;

	private final ReentrantLock turn = new ReentrantLock();

	ListenerReload(NettyListener<?> listener) {
		this.listener = listener;
	}

	void reload(ServerOptions options) {
		takeTurn();
		try {
			// Whatever closes meanwhile, it is not the end of the listener.
			this.listener.hold();
			try {
				apply(options);
			}
			finally {
				this.listener.release();
			}
		}
		finally {
			this.turn.unlock();
		}
	}

	private void takeTurn() {
		if (!LoopThread.isCurrent()) {
			this.turn.lock();
		}
		else if (!this.turn.tryLock()) {
			// The other one may need this event loop to bind.
			throw new IllegalStateException(this.listener + " is being reloaded by another thread");
		}
	}

	private void apply(ServerOptions options) {
		Listening old = this.listener.current();
		if (old.isAt(options)) {
			this.listener.become(new Listening(options, old.place()));
			old.place().acceptor().refresh();
			return;
		}
		ServerOptions toBind = old.toBind(options);
		ListenerPlace place;
		try {
			place = this.listener.bind(toBind);
		}
		catch (TcpBindException ex) {
			// On an event loop one cannot wait until the old one is gone.
			if (LoopThread.isCurrent() || ex.kind() != TcpBindException.Kind.ADDRESS_IN_USE || !old.mayHold(toBind)) {
				throw ex;
			}
			replace(old, options, toBind);
			return;
		}
		this.listener.become(new Listening(options, place));
		old.place().leave().thenAccept(place.acceptor()::start);
		this.listener.awaitUnbound(old.place());
	}

	/**
	 * Leave the old place first, as it is in the way of the new one.
	 */
	private void replace(Listening old, ServerOptions options, ServerOptions toBind) {
		Queue<Channel> waiting = old.place().leave().join();
		this.listener.awaitUnbound(old.place());
		try {
			become(options, toBind, waiting);
		}
		catch (TcpBindException ex) {
			goBack(old, waiting, ex);
			throw ex;
		}
	}

	private void become(ServerOptions options, ServerOptions toBind, Queue<Channel> waiting) {
		ListenerPlace place = this.listener.bind(toBind);
		try {
			this.listener.become(new Listening(options, place));
		}
		finally {
			// After a stop it is closed, and they are reset.
			place.acceptor().start(waiting);
		}
	}

	private void goBack(Listening old, Queue<Channel> waiting, TcpBindException failure) {
		try {
			become(old.options(), old.toBindAgain(), waiting);
		}
		catch (TcpBindException ex) {
			failure.addSuppressed(ex);
			this.listener.lost(old, ex);
			// Nobody will let them in.
			waiting.forEach(Acceptor::reset);
		}
	}

}
