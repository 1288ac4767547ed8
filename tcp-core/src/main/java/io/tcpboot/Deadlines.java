package io.tcpboot;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of one socket. Event loop only.
 */
final class Deadlines {

	private static final long PROBE_MILLIS = 500;

	/** Those of all sockets that have no timeout and are not on their way to the end. */
	private static final Deadlines NONE = new Deadlines();

	private final @Nullable SilenceTimer idle;

	private final @Nullable SilenceTimer read;

	private final @Nullable SilenceTimer write;

	private @Nullable SilenceTimer close;

	private @Nullable Future<?> linger;

	private @Nullable Future<?> timeout;

	private @Nullable Future<?> probe;

	private long writtenBytes;

	private boolean writing;

	private Deadlines() {
		this.idle = null;
		this.read = null;
		this.write = null;
	}

	private Deadlines(SocketLife<?> socket) {
		EventLoop loop = socket.loop();
		SocketOptions options = socket.options();
		this.idle = SilenceTimer.of(loop, options.idleTimeout(), () -> socket.expire(CloseReason.IDLE_TIMEOUT));
		this.read = SilenceTimer.of(loop, options.readTimeout(), () -> socket.expire(CloseReason.READ_TIMEOUT));
		this.write = SilenceTimer.of(loop, options.writeTimeout(), () -> socket.expire(CloseReason.WRITE_TIMEOUT));
	}

	static Deadlines of(SocketLife<?> socket) {
		SocketOptions options = socket.options();
		boolean none = options.idleTimeout().isZero() && options.readTimeout().isZero()
				&& options.writeTimeout().isZero();
		return (none) ? NONE : new Deadlines(socket);
	}

	/**
	 * Return those of this socket alone, where a clock can be set. Nothing is lost: with
	 * a timeout they were its own from the start.
	 */
	Deadlines own(SocketLife<?> socket) {
		return (this == NONE) ? new Deadlines(socket) : this;
	}

	void opened() {
		start(this.idle);
		start(this.read);
	}

	/**
	 * Begin anew to count the silence of both sides.
	 */
	void spareIdle() {
		start(this.idle);
	}

	void readingStarted() {
		start(this.read);
	}

	void readingStopped() {
		stop(this.read);
	}

	/**
	 * Called when bytes have arrived. Before the FIN is out they are no sign that the
	 * peer will ever take what is pending.
	 */
	void bytesRead(boolean finSent) {
		touch(this.idle);
		touch(this.read);
		if (finSent) {
			touch(this.close);
		}
	}

	/**
	 * Called whenever the kernel may have taken something.
	 */
	void progress(long writtenBytes, boolean pending) {
		if (this.idle == null && this.write == null && this.close == null) {
			return;
		}
		if (writtenBytes != this.writtenBytes) {
			this.writtenBytes = writtenBytes;
			touch(this.idle);
			touch(this.write);
			touch(this.close);
		}
		if (pending != this.writing) {
			this.writing = pending;
			if (pending) {
				start(this.write);
			}
			else {
				stop(this.write);
			}
		}
	}

	/**
	 * From now on silence has the limit of an ending connection too.
	 */
	void ending(SocketLife<?> socket) {
		if (this.close == null) {
			this.close = SilenceTimer.of(socket.loop(), socket.options().closeTimeout(),
					() -> socket.expire(CloseReason.CLOSE_TIMEOUT));
		}
		start(this.close);
	}

	void lingering(SocketLife<?> socket) {
		stop(this.close);
		stop(this.idle);
		stop(this.read);
		this.linger = socket.loop()
			.schedule(socket::closeChannel, socket.options().lingerTimeout().toNanos(), TimeUnit.NANOSECONDS);
	}

	void probe(SocketLife<?> socket, Runnable probe) {
		this.probe = socket.loop().schedule(probe, PROBE_MILLIS, TimeUnit.MILLISECONDS);
	}

	void timeout(SocketLife<?> socket, long delayNanos) {
		cancel(this.timeout);
		this.timeout = (delayNanos == 0) ? null
				: socket.loop().schedule(socket::onTimeout, delayNanos, TimeUnit.NANOSECONDS);
	}

	void stop() {
		stop(this.idle);
		stop(this.read);
		stop(this.write);
		stop(this.close);
		cancel(this.linger);
		cancel(this.probe);
		cancel(this.timeout);
	}

	private static void start(@Nullable SilenceTimer timer) {
		if (timer != null) {
			timer.start();
		}
	}

	private static void touch(@Nullable SilenceTimer timer) {
		if (timer != null) {
			timer.touch();
		}
	}

	private static void stop(@Nullable SilenceTimer timer) {
		if (timer != null) {
			timer.stop();
		}
	}

	private static void cancel(@Nullable Future<?> future) {
		if (future != null) {
			future.cancel(false);
		}
	}

}
