package io.tcpboot.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A unix socket that looks like any other, so that a {@link Peer} can play with it. What
 * a unix socket does not have is accepted and does nothing; a reset is a close.
 */
final class UnixPeerSocket extends Socket {

	private static final ScheduledThreadPoolExecutor WATCHDOG = watchdog();

	private final SocketChannel channel;

	private volatile int timeoutMillis;

	private volatile boolean outputShutdown;

	UnixPeerSocket(SocketChannel channel) {
		this.channel = channel;
	}

	private static ScheduledThreadPoolExecutor watchdog() {
		ScheduledThreadPoolExecutor watchdog = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "peer-watchdog");
			thread.setDaemon(true);
			return thread;
		});
		watchdog.setRemoveOnCancelPolicy(true);
		return watchdog;
	}

	@Override
	public InputStream getInputStream() {
		return new InputStream() {

			@Override
			public int read() throws IOException {
				byte[] one = new byte[1];
				return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
			}

			@Override
			public int read(byte[] bytes, int offset, int length) throws IOException {
				return (length == 0) ? 0 : UnixPeerSocket.this.read(ByteBuffer.wrap(bytes, offset, length));
			}

		};
	}

	private int read(ByteBuffer bytes) throws IOException {
		Future<?> giveUp = WATCHDOG.schedule(this::close, this.timeoutMillis, TimeUnit.MILLISECONDS);
		try {
			return this.channel.read(bytes);
		}
		catch (IOException ex) {
			throw socketException(ex);
		}
		finally {
			giveUp.cancel(false);
		}
	}

	@Override
	public OutputStream getOutputStream() {
		return new OutputStream() {

			@Override
			public void write(int single) throws IOException {
				write(new byte[] { (byte) single }, 0, 1);
			}

			@Override
			public void write(byte[] bytes, int offset, int length) throws IOException {
				try {
					UnixPeerSocket.this.channel.write(ByteBuffer.wrap(bytes, offset, length));
				}
				catch (IOException ex) {
					throw socketException(ex);
				}
			}

		};
	}

	private static IOException socketException(IOException failure) {
		return (SocketException) new SocketException(failure.toString()).initCause(failure);
	}

	@Override
	public void shutdownOutput() throws IOException {
		this.channel.shutdownOutput();
		this.outputShutdown = true;
	}

	@Override
	public boolean isOutputShutdown() {
		return this.outputShutdown;
	}

	@Override
	public void setSoTimeout(int millis) {
		this.timeoutMillis = millis;
	}

	@Override
	public void setSoLinger(boolean on, int seconds) {
	}

	@Override
	public void setTcpNoDelay(boolean on) {
	}

	@Override
	public void setSendBufferSize(int bytes) throws SocketException {
		try {
			this.channel.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
		}
		catch (IOException ex) {
			throw new SocketException(ex.getMessage());
		}
	}

	@Override
	public int getLocalPort() {
		return -1;
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
