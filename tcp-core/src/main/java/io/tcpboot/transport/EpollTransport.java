package io.tcpboot.transport;

import io.netty.channel.Channel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.tcpboot.transport.Transport.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Netty's Epoll transport. Loading this class needs its classes.
 */
final class EpollTransport {

	// include/net/tcp_states.h
	private static final int TCP_CLOSE = 7;

	private EpollTransport() {
	}

	static @Nullable Throwable refusal() {
		return Epoll.unavailabilityCause();
	}

	static Transport create(String reason) {
		return new Transport(Kind.EPOLL, reason, EpollHandler.factory(), EpollServerSocketChannel::new,
				EpollSocketChannel::new, EpollServerDomainSocketChannel::new, EpollDomainSocketChannel::new,
				EpollChannelOption.SO_REUSEPORT);
	}

	static boolean isDead(Channel channel) {
		if (!channel.isOpen()) {
			return false;
		}
		return (channel instanceof EpollSocketChannel socket) ? socket.tcpInfo().state() == TCP_CLOSE
				: channel instanceof EpollDomainSocketChannel unix && NativeUnix.isReset(unix);
	}

}
