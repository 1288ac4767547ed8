package io.tcpboot.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.List;

import io.netty.util.NetUtil;
import io.tcpboot.ClientOptions;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Where the socket of a client leads to. Names are compared as they are written: to look
 * them up would take time, and what they stand for may change.
 */
final class SocketTarget {

	private final @Nullable SocketAddress address;

	private final boolean encrypted;

	SocketTarget(TcpSocket<?> socket) {
		this.address = socket.remoteAddress();
		this.encrypted = socket.tlsSession() != null;
	}

	/**
	 * Return which one of some targets it is.
	 */
	@Nullable ClientOptions among(List<ClientOptions> targets) {
		return targets.stream().filter(this::is).findFirst().orElse(null);
	}

	private boolean is(ClientOptions target) {
		// Of a target without TLS, the socket may have it from an upgrade.
		return isAt(target) && (this.encrypted || target.tls() == null);
	}

	private boolean isAt(ClientOptions target) {
		if (this.address instanceof InetSocketAddress inet) {
			return target.port() == inet.getPort() && isHost(inet, String.valueOf(target.host()));
		}
		if (this.address instanceof UnixDomainSocketAddress unix) {
			return unix.getPath().equals(target.path());
		}
		return target.abstractName() != null && ("\0" + target.abstractName()).equals(String.valueOf(this.address));
	}

	private static boolean isHost(InetSocketAddress address, String host) {
		byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
		InetAddress ip = address.getAddress();
		return (literal != null && ip != null) ? Arrays.equals(literal, ip.getAddress())
				: address.getHostString().equalsIgnoreCase(host);
	}

}
