package io.tcpboot.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;

/**
 * What the native transports share for unix sockets. Loading this class needs their
 * classes.
 */
final class NativeUnix {

	private static final String ABSTRACT = "\0";

	private NativeUnix() {
	}

	static SocketAddress address(Path path) {
		return new DomainSocketAddress(path.toString());
	}

	static SocketAddress abstractAddress(String name) {
		return new DomainSocketAddress(ABSTRACT + name);
	}

	static SocketAddress portable(SocketAddress address) {
		return (address instanceof DomainSocketAddress unix && !unix.path().startsWith(ABSTRACT))
				? UnixDomainSocketAddress.of(unix.path()) : address;
	}

	/**
	 * Return whether the peer has gone and left something unread, which is what a unix
	 * socket has for a reset. To ask takes the error from the kernel, so that nobody else
	 * will see it.
	 */
	static boolean isReset(UnixChannel channel) {
		try {
			return channel.fd() instanceof Socket socket && socket.getSoError() != 0;
		}
		catch (IOException ex) {
			// The channel closed meanwhile; its own event says so.
			return false;
		}
	}

}
