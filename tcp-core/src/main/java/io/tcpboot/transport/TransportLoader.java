package io.tcpboot.transport;

import java.net.StandardSocketOptions;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.internal.PlatformDependent;
import io.tcpboot.transport.Transport.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which transports load. A native one needs its classes and its library on the
 * class path; each lives in a class of its own, so that a missing one does no harm.
 */
final class TransportLoader {

	private TransportLoader() {
	}

	static Transport first() {
		StringBuilder refused = new StringBuilder();
		for (Kind kind : new Kind[] { Kind.EPOLL, Kind.KQUEUE }) {
			Throwable cause = refusal(kind);
			if (cause == null) {
				return create(kind, "native library loaded");
			}
			refused.append((refused.isEmpty()) ? "" : "; ").append(kind).append(": ").append(explain(cause));
		}
		return create(Kind.NIO, refused.toString());
	}

	static Transport only(Kind kind) {
		Throwable cause = refusal(kind);
		if (cause != null) {
			throw new IllegalStateException("transport: " + kind + " cannot be loaded: " + explain(cause)
					+ " (expected: its native library on the class path)", cause);
		}
		return create(kind, "asked for");
	}

	static boolean isDead(Channel channel) {
		try {
			return (isNative("Epoll", channel) && EpollTransport.isDead(channel))
					|| (isNative("IoUring", channel) && IoUringTransport.isDead(channel))
					|| (channel instanceof NioUnixChannel unix && unix.isReset());
		}
		catch (RuntimeException ex) {
			// The channel closed meanwhile; its own event says so.
			return false;
		}
	}

	static boolean isNative(String prefix, Channel channel) {
		return channel.getClass().getSimpleName().startsWith(prefix);
	}

	private static @Nullable Throwable refusal(Kind kind) {
		try {
			return switch (kind) {
				case EPOLL -> linux(EpollTransport::refusal);
				case IO_URING -> linux(IoUringTransport::refusal);
				case KQUEUE -> PlatformDependent.isOsx() || isBsd() ? KQueueTransport.refusal()
						: new UnsupportedOperationException("not on macOS or BSD");
				case NIO, LOCAL, AUTO -> null;
			};
		}
		catch (LinkageError ex) {
			return ex;
		}
	}

	private static @Nullable Throwable linux(Supplier<@Nullable Throwable> refusal) {
		boolean linux = PlatformDependent.normalizedOs().equals("linux");
		return linux ? refusal.get() : new UnsupportedOperationException("not on Linux");
	}

	private static boolean isBsd() {
		return PlatformDependent.normalizedOs().endsWith("bsd");
	}

	private static Transport create(Kind kind, String reason) {
		return switch (kind) {
			case EPOLL -> EpollTransport.create(reason);
			case IO_URING -> IoUringTransport.create(reason);
			case KQUEUE -> KQueueTransport.create(reason);
			case LOCAL -> memory(reason);
			case NIO,
					AUTO ->
				new Transport(Kind.NIO, reason, NioIoHandler.newFactory(), NioServerSocketChannel::new,
						NioSocketChannel::new, NioUnixServerChannel::new, NioUnixChannel::new,
						NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT));
		};
	}

	private static Transport memory(String reason) {
		MemoryNetwork network = new MemoryNetwork();
		return new Transport(Kind.LOCAL, reason, LocalIoHandler.newFactory(), () -> new MemoryServerChannel(network),
				() -> new MemoryChannel(network), null, null, null);
	}

	private static String explain(Throwable cause) {
		Throwable root = cause;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return (root instanceof ClassNotFoundException) ? "not on the class path" : String.valueOf(root.getMessage());
	}

}
