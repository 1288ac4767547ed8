package io.tcpboot;

import io.netty.channel.Channel;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.DefaultChannelProgressivePromise;

/**
 * The one promise that goes with every write of a socket. Never done itself, it passes on
 * what Netty says of each buffer: what is written, in the order of the writes, and what
 * has failed, which is the end of them. A promise per message would cost an object per
 * message. Event loop only.
 */
final class WriteCompletion extends DefaultChannelProgressivePromise {

	private final Outbound outbound;

	WriteCompletion(Channel channel, Outbound outbound) {
		super(channel);
		this.outbound = outbound;
	}

	@Override
	public boolean tryProgress(long progress, long total) {
		this.outbound.onProgress(progress);
		return true;
	}

	@Override
	public boolean trySuccess(Void result) {
		this.outbound.onWritten();
		return true;
	}

	@Override
	public ChannelProgressivePromise setSuccess(Void result) {
		trySuccess(result);
		return this;
	}

	@Override
	public boolean tryFailure(Throwable cause) {
		this.outbound.onFailed(cause);
		return true;
	}

	@Override
	public ChannelProgressivePromise setFailure(Throwable cause) {
		tryFailure(cause);
		return this;
	}

	@Override
	public boolean setUncancellable() {
		return true;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		return false;
	}

	@Override
	public boolean isDone() {
		return false;
	}

}
