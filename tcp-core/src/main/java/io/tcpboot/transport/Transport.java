package io.tcpboot.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
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
 * @param unixServerChannel makes listening channels of unix sockets, or {@code null} if
 * there are none
 * @param unixChannel makes connecting channels of unix sockets, or {@code null} if there
 * are none
 * @param reusePort the option for {@code SO_REUSEPORT}, or {@code null} if there is none
 */
public record Transport(Kind kind, String reason, IoHandlerFactory ioHandler,
		ChannelFactory<? extends ServerChannel> serverChannel, ChannelFactory<? extends Channel> channel,
		@Nullable ChannelFactory<? extends ServerChannel> unixServerChannel,
		@Nullable ChannelFactory<? extends Channel> unixChannel, @Nullable ChannelOption<Boolean> reusePort) {

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
			case EPOLL, KQUEUE, IO_URING, NIO, LOCAL -> TransportLoader.only(kind);
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
	 * Return whether {@link #write} may be called.
	 * @param channel a channel of any transport
	 * @return whether its bytes can go straight to the kernel
	 */
	public static boolean canWrite(Channel channel) {
		// io_uring would have to be asked for each write, and there it costs nothing.
		return TransportLoader.isNative("Epoll", channel);
	}

	/**
	 * Return whether a channel has nothing that is not the kernel's yet.
	 * @param channel a channel of any transport
	 * @return whether it is open, and its queue empty
	 */
	public static boolean isEmpty(Channel channel) {
		ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
		return queue != null && queue.totalPendingWriteBytes() == 0;
	}

	/**
	 * Offer bytes to the kernel, past the queue of a channel. To be called on its event
	 * loop.
	 * @param channel where nothing is queued
	 * @param bytes a direct buffer of one piece; its indices stay as they are
	 * @param index where the bytes begin
	 * @param length how many there are
	 * @return how many the kernel took; 0 if it has no room, or if the channel is closed
	 * @throws IOException if the connection is gone; the kernel says why only once
	 */
	public static int write(Channel channel, ByteBuf bytes, int index, int length) throws IOException {
		return DirectOutput.write(channel, bytes, index, length);
	}

	/**
	 * Return the address of a unix socket that has a file, for a channel of this
	 * transport.
	 * @param path the file
	 * @return the address
	 * @throws IllegalArgumentException if the transport has no unix sockets
	 */
	public SocketAddress unixAddress(Path path) {
		check(this.unixChannel != null, "path: " + path, "that has unix sockets: EPOLL, KQUEUE or NIO");
		return (this.kind == Kind.NIO) ? UnixDomainSocketAddress.of(path) : NativeUnix.address(path);
	}

	/**
	 * Return the address of a unix socket that has a name and no file, for a channel of
	 * this transport.
	 * @param name the name, without the NUL in front
	 * @return the address
	 * @throws IllegalArgumentException if the transport knows no such names
	 */
	public SocketAddress abstractAddress(String name) {
		check(this.kind == Kind.EPOLL, "abstractName: " + name, "that knows such names: EPOLL");
		return NativeUnix.abstractAddress(name);
	}

	private void check(boolean condition, String what, String expected) {
		if (!condition) {
			throw new IllegalArgumentException(
					what + " (expected: a transport " + expected + "; this is " + this.kind + ")");
		}
	}

	/**
	 * Return an address as the JDK has it, if it has a class for it.
	 * @param address an address of a channel of any transport
	 * @return the same address: a {@link UnixDomainSocketAddress} for a file and for a
	 * socket that has no address, which then has an empty path
	 */
	public static SocketAddress portable(SocketAddress address) {
		boolean isNative = address.getClass().getName().startsWith("io.netty");
		return (isNative) ? NativeUnix.portable(address) : address;
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
		NIO,

		/**
		 * None but memory, for tests: servers and clients of one event loop meet on its
		 * ports, which nobody else sees.
		 */
		LOCAL

	}

}
