package io.tcpboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;

/**
 * What the kernel knows and the API has no word for. Linux only, but for the options.
 */
final class Kernel {

	private static final String SYN_SENT = "02";

	private Kernel() {
	}

	/**
	 * Return an option of a socket or of a listener.
	 */
	static <T> T option(Object owner, ChannelOption<T> option) {
		return channel(owner).config().getOption(option);
	}

	static Channel channel(Object owner) {
		if (owner instanceof SocketLife<?> socket) {
			return Objects.requireNonNull(socket.channel);
		}
		return ((NettyListener<?>) owner).current().place().channel();
	}

	/**
	 * Return how many sockets of this machine are trying to connect to a port.
	 */
	static long connecting(int port) {
		String target = String.format(Locale.ROOT, ":%04X", port);
		return connections().map((line) -> line.trim().split(" +"))
			.filter((field) -> field[2].endsWith(target) && field[3].equals(SYN_SENT))
			.count();
	}

	private static Stream<String> connections() {
		return Stream.of("/proc/net/tcp", "/proc/net/tcp6").map(Path::of).filter(Files::exists).flatMap(Kernel::lines);
	}

	private static Stream<String> lines(Path file) {
		try {
			List<String> lines = Files.readAllLines(file);
			return lines.subList(1, lines.size()).stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return how many file descriptors this JVM has open.
	 */
	static long descriptors() {
		String[] open = Path.of("/proc/self/fd").toFile().list();
		return (open != null) ? open.length : 0;
	}

}
