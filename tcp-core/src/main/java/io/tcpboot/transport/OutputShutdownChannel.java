package io.tcpboot.transport;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;

/**
 * A channel whose output can be shut down by itself. To shut down the input, or both at
 * once, is refused: the engine reads to the end, and closes.
 */
interface OutputShutdownChannel extends DuplexChannel {

	@Override
	default ChannelFuture shutdownInput() {
		return shutdownInput(newPromise());
	}

	@Override
	default ChannelFuture shutdownInput(ChannelPromise promise) {
		return promise.setFailure(new UnsupportedOperationException());
	}

	@Override
	default ChannelFuture shutdownOutput() {
		return shutdownOutput(newPromise());
	}

	@Override
	default boolean isShutdown() {
		return isInputShutdown() && isOutputShutdown();
	}

	@Override
	default ChannelFuture shutdown() {
		return shutdown(newPromise());
	}

	@Override
	default ChannelFuture shutdown(ChannelPromise promise) {
		return promise.setFailure(new UnsupportedOperationException());
	}

}
