package io.tcpboot.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * One of Netty's transports, loaded and ready.
 *
 * @param kind which one it is
 * @param reason why it was chosen, with what spoke against the others
 * @param ioHandler makes the I/O part of an event loop
 * @param serverChannel makes listening channels
 * @param channel makes connecting channels
 * @param reusePort the option for {@code SO_REUSEPORT}, or {@code null} if there is none
 */
public record Transport(Kind kind, String reason, IoHandlerFactory ioHandler,
		ChannelFactory<? extends ServerChannel> serverChannel, ChannelFactory<? extends Channel> channel,
		@Nullable ChannelOption<Boolean> reusePort) {

	/**
	 * Load a transport.
	 * @param kind which one; {@link Kind#AUTO} takes epoll, kqueue or NIO, the first that
	 * loads
	 * @return the transport
	 * @throws IllegalStateException if the one that was asked for cannot be loaded
	 */
	public static Transport load(Kind kind) {
		return switch (kind) {
			case AUTO -> TransportLoader.first();
			case EPOLL, KQUEUE, IO_URING, NIO -> TransportLoader.only(kind);
		};
	}

	/**
	 * Return whether the kernel knows that the connection is dead, although nothing was
	 * read or written to learn it. Where the transport cannot tell, the answer is no.
	 * @param channel a channel of any transport
	 * @return whether the connection is known to be dead
	 */
	public static boolean isDead(Channel channel) {
		return TransportLoader.isDead(channel);
	}

	/**
	 * The transports.
	 */
	public enum Kind {

		/** epoll or kqueue where its native library loads, else NIO. */
		AUTO,

		/** Linux. */
		EPOLL,

		/** macOS and BSD. */
		KQUEUE,

		/** Linux, only when asked for. */
		IO_URING,

		/** The JDK's own, everywhere. */
		NIO

	}

}
