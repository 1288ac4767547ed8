package io.tcpboot.autoconfigure.actuate;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import io.netty.util.NetUtil;
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
		if (address instanceof InetSocketAddress inet) {
			return NetUtil.toSocketAddressString(inet);
		}
		return (address != null) ? address.toString().replace('\0', '@') : null;
	}

	/**
	 * Return whether an address begins like this, the bracket of IPv6 left out or not.
	 */
	static boolean begins(@Nullable SocketAddress address, String beginning) {
		String text = text(address);
		return text != null && (text.startsWith(beginning) || (text.startsWith("[") && text.startsWith(beginning, 1)));
	}

}
