package io.tcpboot;

/**
 * Why a socket closed. A closed enumeration, told to {@code close} exactly once; the
 * cause, where there is one, is {@link TcpSocket#closeCause()}.
 */
public enum CloseReason {

	/** This side ended or closed first. */
	LOCAL_END,

	/** The peer ended first, in order. */
	PEER_END,

	/** This side asked for a reset with {@link TcpSocket#terminate()}. */
	TERMINATED,

	/** The peer reset the connection. */
	RESET,

	/**
	 * The connection failed otherwise, for example because the peer or the network
	 * vanished.
	 */
	IO_ERROR,

	/** Neither side sent anything for {@link SocketOptions#idleTimeout()}. */
	IDLE_TIMEOUT,

	/** The peer sent nothing for {@link SocketOptions#readTimeout()}. */
	READ_TIMEOUT,

	/** The peer took nothing for {@link SocketOptions#writeTimeout()}. */
	WRITE_TIMEOUT,

	/**
	 * The timer of {@link TcpSocket#timeout(java.time.Duration)} ran out and
	 * {@link SocketOptions#closeOnTimeout()} is on.
	 */
	TIMEOUT,

	/**
	 * After this side had ended, the peer took nothing of what was pending, or then sent
	 * nothing, for {@link SocketOptions#closeTimeout()}.
	 */
	CLOSE_TIMEOUT,

	/**
	 * TLS failed after the handshake, or an upgrade to it did: a damaged record, a fatal
	 * alert, a peer that is not who it should be.
	 */
	TLS_FAILURE,

	/**
	 * The peer's bytes ended without the sign that TLS has for it: what arrived may not
	 * be all that was sent. {@code end} is not called.
	 */
	TLS_TRUNCATED,

	/**
	 * A frame was longer than {@link io.tcpboot.framing.Framing#maxFrame() allowed}.
	 */
	FRAME_TOO_LONG,

	/** The peer's bytes are no frame, or ended in the middle of one. */
	MALFORMED_FRAME,

	/**
	 * A frame that had begun was not complete within its
	 * {@link io.tcpboot.framing.Framing#deadline() deadline}.
	 */
	FRAME_TIMEOUT,

	/** A handler threw and nobody took care of it, or {@code open} threw. */
	HANDLER_FAILURE,

	/**
	 * The socket could not be carried over a reload: its data was lost, or a handler did
	 * not return in time.
	 */
	RELOAD_FAILURE,

	/** An operator closed it, from outside of the application's own code. */
	OPERATOR,

	/** The listener or the event loop stopped. */
	SHUTDOWN

}
