package io.tcpboot;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A connection could not be made.
 */
public class TcpConnectException extends IOException {

	private static final long serialVersionUID = 1L;

	private final String host;

	private final int port;

	private final Kind kind;

	TcpConnectException(String host, int port, Kind kind, @Nullable Throwable cause) {
		super("Cannot connect to " + ((port != -1) ? host + ":" + port : host) + ": " + kind.text, cause);
		this.host = host;
		this.port = port;
		this.kind = kind;
	}

	/**
	 * Return the host that was to be reached.
	 * @return the host as it was asked for; for a unix socket its path, or {@code @} and
	 * its abstract name
	 */
	public String host() {
		return this.host;
	}

	/**
	 * Return the port that was to be reached.
	 * @return the port; -1 for a unix socket
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Return what went wrong.
	 * @return the kind
	 */
	public Kind kind() {
		return this.kind;
	}

	/**
	 * What went wrong. Where a host has several addresses, it is what went wrong with the
	 * last one tried; the others are suppressed exceptions.
	 */
	public enum Kind {

		/** Nothing listens there. */
		REFUSED("connection refused"),

		/** No answer within the connect timeout. */
		TIMED_OUT("timed out"),

		/** The host has no address. */
		UNKNOWN_HOST("unknown host"),

		/** There is no way to the host. */
		UNREACHABLE("unreachable"),

		/** The local address to connect from could not be bound. */
		LOCAL_ADDRESS("local address not available"),

		/** The file of the unix socket is not there. */
		NOT_FOUND("no such file"),

		/** The process may not connect there. */
		PERMISSION_DENIED("permission denied"),

		/** The process is out of descriptors or memory. */
		LOCAL_LIMIT("local limit reached"),

		/** The TLS handshake failed; see the cause. */
		TLS("TLS handshake failed"),

		/** The attempt was cancelled. */
		CANCELLED("cancelled"),

		/** Anything else; see the cause. */
		OTHER("failed");

		private final String text;

		Kind(String text) {
			this.text = text;
		}

	}

}
