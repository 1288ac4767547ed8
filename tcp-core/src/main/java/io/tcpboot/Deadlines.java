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

	private final NettySocket<?> socket;

	private final EventLoop loop;

	private final @Nullable SilenceTimer idle;

	private final @Nullable SilenceTimer read;

	private final @Nullable SilenceTimer write;

	private @Nullable SilenceTimer close;

	private @Nullable Future<?> linger;

	private @Nullable Future<?> timeout;

	private @Nullable Future<?> probe;

	private long writtenBytes;

	private boolean writing;

	Deadlines(NettySocket<?> socket, EventLoop loop, SocketOptions options) {
		this.socket = socket;
		this.loop = loop;
		this.idle = SilenceTimer.of(loop, options.idleTimeout(), () -> socket.expire(CloseReason.IDLE_TIMEOUT));
		this.read = SilenceTimer.of(loop, options.readTimeout(), () -> socket.expire(CloseReason.READ_TIMEOUT));
		this.write = SilenceTimer.of(loop, options.writeTimeout(), () -> socket.expire(CloseReason.WRITE_TIMEOUT));
	}

	void opened() {
		start(this.idle);
		start(this.read);
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
	void ending() {
		if (this.close == null) {
			this.close = SilenceTimer.of(this.loop, this.socket.options().closeTimeout(),
					() -> this.socket.expire(CloseReason.CLOSE_TIMEOUT));
		}
		start(this.close);
	}

	void lingering() {
		stop(this.close);
		stop(this.idle);
		stop(this.read);
		this.linger = this.loop.schedule(this.socket::closeChannel, this.socket.options().lingerTimeout().toNanos(),
				TimeUnit.NANOSECONDS);
	}

	void probe(Runnable probe) {
		this.probe = this.loop.schedule(probe, PROBE_MILLIS, TimeUnit.MILLISECONDS);
	}

	void timeout(long delayNanos) {
		cancel(this.timeout);
		this.timeout = (delayNanos == 0) ? null
				: this.loop.schedule(this.socket::onTimeout, delayNanos, TimeUnit.NANOSECONDS);
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
