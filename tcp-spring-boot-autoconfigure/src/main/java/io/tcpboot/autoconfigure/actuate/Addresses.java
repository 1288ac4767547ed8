package io.tcpboot.autoconfigure.actuate;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import org.jspecify.annotations.Nullable;

/**
 * Addresses as an operator writes them.
 */
final class Addresses {

	private Addresses() {
	}

	/**
	 * Return host and port; of a unix socket its path, or its abstract name behind an
	 * {@code @}. No name is looked up.
	 * @return the text, or {@code null} without an address
	 */
	static @Nullable String text(@Nullable SocketAddress address) {
		if (!(address instanceof InetSocketAddress inet)) {
			return (address != null) ? address.toString().replace('\0', '@') : null;
		}
		return host(inet) + ":" + inet.getPort();
	}

	/**
	 * Return whether the text of an address begins like this. Of most it is not made for
	 * that: it is asked of each socket of a server.
	 */
	static boolean startsWith(@Nullable SocketAddress address, String beginning) {
		if (address instanceof InetSocketAddress inet) {
			String host = host(inet);
			return host.startsWith(beginning)
					|| (beginning.startsWith(host) && (host + ":" + inet.getPort()).startsWith(beginning));
		}
		String text = text(address);
		return text != null && text.startsWith(beginning);
	}

	private static String host(InetSocketAddress address) {
		if (address.isUnresolved()) {
			return address.getHostString();
		}
		String host = address.getAddress().getHostAddress();
		return (address.getAddress() instanceof Inet6Address) ? "[" + host + "]" : host;
	}

}
