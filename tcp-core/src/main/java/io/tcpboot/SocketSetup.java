package io.tcpboot;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;

/**
 * Sets the kernel's options of a new channel.
 */
final class SocketSetup {

	private SocketSetup() {
	}

	static void configure(Channel channel, SocketOptions options) {
		ChannelConfig config = channel.config();
		config.setAutoRead(false);
		// A peer's FIN is ours to answer, after what is pending.
		config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
		// Pending bytes are counted before Netty sees them.
		config.setWriteBufferHighWaterMark(Integer.MAX_VALUE);
		try {
			config.setOption(ChannelOption.TCP_NODELAY, options.noDelay());
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
