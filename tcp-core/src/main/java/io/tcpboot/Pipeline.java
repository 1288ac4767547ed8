package io.tcpboot;

import io.netty.channel.Channel;

/**
 * The handlers of a channel, in their order. Drawn once, here:
 *
 * <pre>
 *  kernel --> [tls] --> [framing] --> socket --> the user's handlers
 *  kernel <-- [tls] <-- [framing] <-- Outbound <-- write, send, end
 * </pre>
 *
 * The socket is always last. What is in brackets comes with the options that ask for it,
 * and is added before it.
 */
final class Pipeline {

	private static final String SOCKET = "socket";

	private Pipeline() {
	}

	static void build(Channel channel, NettySocket<?> socket) {
		channel.pipeline().addLast(SOCKET, socket);
	}

}
