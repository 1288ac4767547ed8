package io.tcpboot.transport;

import io.netty.channel.Channel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.channel.uring.IoUringChannelOption;
import io.tcpboot.transport.Transport.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Netty's IoUring transport. Loading this class needs its classes.
 */
final class IoUringTransport {

	// include/net/tcp_states.h
	private static final int TCP_CLOSE = 7;

	private IoUringTransport() {
	}

	static @Nullable Throwable refusal() {
		return IoUring.unavailabilityCause();
	}

	static Transport create(String reason) {
		// Netty (4.2.18) closes a unix socket here when its peer half-closes, so the
		// answer is lost.
		return new Transport(Kind.IO_URING, reason, IoUringIoHandler.newFactory(), IoUringServerSocketChannel::new,
				IoUringSocketChannel::new, null, null, IoUringChannelOption.SO_REUSEPORT);
	}

	static boolean isDead(Channel channel) {
		return channel.isOpen() && channel instanceof IoUringSocketChannel socket
				&& socket.tcpInfo().state() == TCP_CLOSE;
	}

}
