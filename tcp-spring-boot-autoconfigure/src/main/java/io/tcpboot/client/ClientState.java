package io.tcpboot.client;

/**
 * Where a client stands.
 *
 * <pre>
 *        start, or first use         open
 *   IDLE -----------------> CONNECTING ----> CONNECTED
 *                            ^  ^   | failed     | closed
 *                  connect() |  |   v            |
 *                            | WAITING &lt;---------+
 *                            |      | no more retries, or no reconnect
 *                            +-- GAVE_UP
 *
 *   any ----> STOPPED ----> IDLE, if the application starts again
 * </pre>
 */
public enum ClientState {

	/** Nobody has asked for a connection yet. */
	IDLE,

	/** An attempt is under way. */
	CONNECTING,

	/** There is a socket. */
	CONNECTED,

	/** The connection is lost or could not be made; the next attempt comes by itself. */
	WAITING,

	/** As {@link #WAITING}, but it takes {@link ManagedClient#connect()} to try again. */
	GAVE_UP,

	/** The application has stopped, or the client was closed or is disabled. */
	STOPPED

}
