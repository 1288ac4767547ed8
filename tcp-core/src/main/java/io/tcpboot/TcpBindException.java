package io.tcpboot;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * An address could not be bound. Nothing of the listener is left.
 */
public class TcpBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final SocketAddress address;

	private final Kind kind;

	TcpBindException(SocketAddress address, Kind kind, Throwable cause) {
		super("Cannot listen on " + describe(address) + ": " + kind.text, cause);
		this.address = address;
		this.kind = kind;
	}

	private static String describe(SocketAddress address) {
		return (address instanceof InetSocketAddress inet) ? inet.getHostString() + ":" + inet.getPort()
				: address.toString().replace('\0', '@');
	}

	/**
	 * Return what was to be bound.
	 * @return an {@link InetSocketAddress}, unresolved if the host is unknown; or, for a
	 * unix socket, what {@link TcpListener#localAddress()} would have been
	 */
	public SocketAddress address() {
		return this.address;
	}

	/**
	 * Return what went wrong.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * What went wrong.
	 */
	public enum Kind {

		/**
		 * Another socket has the port; or a file stands at the path of the unix socket,
		 * be it of a socket or not.
		 */
		ADDRESS_IN_USE("address in use"),

		/** The address is not one of this machine. */
		ADDRESS_NOT_AVAILABLE("address not available on this machine"),

		/** The process may not bind the port, or write to the folder. */
		PERMISSION_DENIED("permission denied"),

		/** The host has no address. */
		UNKNOWN_HOST("unknown host"),

		/** The folder of the unix socket is not there. */
		NOT_FOUND("no such folder"),

		/** The process is out of descriptors or memory. */
		LOCAL_LIMIT("local limit reached"),

		/** Anything else; see the cause. */
		OTHER("failed");

		private final String text;

		Kind(String text) {
			this.text = text;
		}

	}

}
