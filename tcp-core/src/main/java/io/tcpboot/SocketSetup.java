package io.tcpboot;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.internal.PlatformDependent;

/**
 * Sets the kernel's options of a new channel.
 */
final class SocketSetup {

	// One for all: each channel would make its own of a number.
	private static final WriteBufferWaterMark NO_MARK = new WriteBufferWaterMark(WriteBufferWaterMark.DEFAULT.low(),
			Integer.MAX_VALUE);

	private SocketSetup() {
	}

	static void configure(Channel channel, SocketOptions options) {
		ChannelConfig config = channel.config();
		config.setAutoRead(false);
		// A peer's FIN is ours to answer, after what is pending.
		config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
		// Pending bytes are counted before Netty sees them.
		config.setWriteBufferWaterMark(NO_MARK);
		try {
			// Netty has done it already where it can: one system call for each
			// connection.
			if (options.noDelay() != PlatformDependent.canEnableTcpNoDelayByDefault()) {
				config.setOption(ChannelOption.TCP_NODELAY, options.noDelay());
			}
			if (options.keepAlive()) {
				config.setOption(ChannelOption.SO_KEEPALIVE, true);
			}
			if (options.receiveBufferSize() > 0) {
				config.setOption(ChannelOption.SO_RCVBUF, options.receiveBufferSize());
			}
			if (options.sendBufferSize() > 0) {
				config.setOption(ChannelOption.SO_SNDBUF, options.sendBufferSize());
			}
		}
		catch (ChannelException ex) {
			// The peer has reset the connection before it was accepted; reading will say
			// so.
		}
	}

}
