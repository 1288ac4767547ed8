package io.tcpboot;

import java.net.InetSocketAddress;

/**
 * An address could not be bound. Nothing of the listener is left.
 */
public class TcpBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final InetSocketAddress address;

	private final Kind kind;

	TcpBindException(InetSocketAddress address, Kind kind, Throwable cause) {
		super("Cannot listen on " + address.getHostString() + ":" + address.getPort() + ": " + kind.text, cause);
		this.address = address;
		this.kind = kind;
	}

	/**
	 * Return what was to be bound.
	 * @return the address, unresolved if the host is unknown
	 */
	public InetSocketAddress address() {
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

		/** Another socket has the port. */
		ADDRESS_IN_USE("address in use"),

		/** The address is not one of this machine. */
		ADDRESS_NOT_AVAILABLE("address not available on this machine"),

		/** The process may not bind the port. */
		PERMISSION_DENIED("permission denied"),

		/** The host has no address. */
		UNKNOWN_HOST("unknown host"),

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
