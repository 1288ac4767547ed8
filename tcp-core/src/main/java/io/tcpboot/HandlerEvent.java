package io.tcpboot;

/**
 * What a handler is called for.
 */
public enum HandlerEvent {

	/** The socket is open; also what gives it its data has failed. */
	OPEN,

	/** A TLS handshake has completed. */
	HANDSHAKE,

	/** Bytes have arrived. An asynchronous handler fails when its stage does. */
	DATA,

	/** A codec has decoded a message. */
	MESSAGE,

	/** There is room again. */
	DRAIN,

	/** The peer has finished. */
	END,

	/** The socket has closed. */
	CLOSE,

	/** Another handler has thrown, or TLS has failed. */
	ERROR,

	/** The timeout of the application's own is over. */
	TIMEOUT,

	/** No connection could be made. Clients only. */
	CONNECT_ERROR,

	/** The handlers have been replaced. */
	RELOAD,

	/** The application stops. */
	SHUTDOWN

}
