package io.tcpboot.transport;

import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueChannelOption;
import io.netty.channel.kqueue.KQueueDomainSocketChannel;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.kqueue.KQueueServerDomainSocketChannel;
import io.netty.channel.kqueue.KQueueServerSocketChannel;
import io.netty.channel.kqueue.KQueueSocketChannel;
import io.tcpboot.transport.Transport.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Netty's KQueue transport. Loading this class needs its classes.
 */
final class KQueueTransport {

	private KQueueTransport() {
	}

	static @Nullable Throwable refusal() {
		return KQueue.unavailabilityCause();
	}

	static Transport create(String reason) {
		return new Transport(Kind.KQUEUE, reason, KQueueIoHandler.newFactory(), KQueueServerSocketChannel::new,
				KQueueSocketChannel::new, KQueueServerDomainSocketChannel::new, KQueueDomainSocketChannel::new,
				KQueueChannelOption.SO_REUSEPORT);
	}

}
