package io.tcpboot.client;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.tcpboot.SocketTotals;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * A client that the application keeps connected: one socket after the other to the same
 * peer, or to one of several. Any thread may call anything.
 * <p>
 * While there is no socket, {@code write} answers {@link TcpSocket#CLOSED} and
 * {@code send} {@code false}. Nothing is queued: what a peer has to be told whenever it
 * is there again belongs into {@code open}, and whoever has to wait for it asks
 * {@link #connect()}. Inside of {@code open} there is no socket here yet; use the one
 * that is passed.
 *
 * @param <D> type of the data that the application keeps with each socket
 */
public interface ManagedClient<D> extends AutoCloseable {

	/**
	 * Return the name of the client.
	 * @return the name
	 */
	String name();

	/**
	 * Return where the client stands.
	 * @return the state at the moment
	 */
	ClientState state();

	/**
	 * Return the socket. To ask for it is a use: a client that connects on use begins to.
	 * @return the socket, or {@code null} while there is none
	 */
	@Nullable TcpSocket<D> socket();

	/**
	 * Wait for the connection. A client that is idle or gave up begins to connect; one
	 * that waits for its next attempt goes on waiting.
	 * @return a stage that completes with the socket that is open, or else with the next
	 * that opens, on its event loop. It fails with the last failure when the client gives
	 * up, and with {@link java.util.concurrent.CancellationException} when it is stopped
	 */
	CompletionStage<TcpSocket<D>> connect();

	/**
	 * Write to the socket as {@link TcpSocket#write(ByteBuf)} does.
	 * @param bytes the bytes; the caller keeps its reference
	 * @return number of bytes taken; {@link TcpSocket#CLOSED} also while there is no
	 * socket
	 */
	default int write(ByteBuf bytes) {
		TcpSocket<D> socket = socket();
		return (socket != null) ? socket.write(bytes) : TcpSocket.CLOSED;
	}

	/**
	 * Write to the socket as {@link TcpSocket#write(ByteBuffer)} does.
	 * @param bytes the bytes
	 * @return number of bytes taken; {@link TcpSocket#CLOSED} also while there is no
	 * socket
	 */
	default int write(ByteBuffer bytes) {
		TcpSocket<D> socket = socket();
		return (socket != null) ? socket.write(bytes) : TcpSocket.CLOSED;
	}

	/**
	 * Write to the socket as {@link TcpSocket#write(byte[])} does.
	 * @param bytes the bytes
	 * @return number of bytes taken; {@link TcpSocket#CLOSED} also while there is no
	 * socket
	 */
	default int write(byte[] bytes) {
		TcpSocket<D> socket = socket();
		return (socket != null) ? socket.write(bytes) : TcpSocket.CLOSED;
	}

	/**
	 * Write to the socket as {@link TcpSocket#write(CharSequence)} does.
	 * @param text the text
	 * @return number of chars taken; {@link TcpSocket#CLOSED} also while there is no
	 * socket
	 */
	default int write(CharSequence text) {
		TcpSocket<D> socket = socket();
		return (socket != null) ? socket.write(text) : TcpSocket.CLOSED;
	}

	/**
	 * Send whole or not at all, as {@link TcpSocket#send(ByteBuf)} does.
	 * @param bytes the bytes; the caller keeps its reference
	 * @return whether the bytes were accepted; {@code false} also while there is no
	 * socket
	 */
	default boolean send(ByteBuf bytes) {
		TcpSocket<D> socket = socket();
		return socket != null && socket.send(bytes);
	}

	/**
	 * Send whole or not at all, as {@link TcpSocket#send(ByteBuffer)} does.
	 * @param bytes the bytes
	 * @return whether the bytes were accepted; {@code false} also while there is no
	 * socket
	 */
	default boolean send(ByteBuffer bytes) {
		TcpSocket<D> socket = socket();
		return socket != null && socket.send(bytes);
	}

	/**
	 * Send whole or not at all, as {@link TcpSocket#send(byte[])} does.
	 * @param bytes the bytes
	 * @return whether the bytes were accepted; {@code false} also while there is no
	 * socket
	 */
	default boolean send(byte[] bytes) {
		TcpSocket<D> socket = socket();
		return socket != null && socket.send(bytes);
	}

	/**
	 * Send whole or not at all, as {@link TcpSocket#send(CharSequence)} does.
	 * @param text the text
	 * @return whether the text was accepted; {@code false} also while there is no socket
	 */
	default boolean send(CharSequence text) {
		TcpSocket<D> socket = socket();
		return socket != null && socket.send(text);
	}

	/**
	 * Send a message as {@link TcpSocket#sendMessage(Object)} does. Without a socket the
	 * message is left to the caller.
	 * @param message the message
	 * @return whether the message was accepted; {@code false} also while there is no
	 * socket
	 */
	default boolean sendMessage(Object message) {
		TcpSocket<D> socket = socket();
		return socket != null && socket.sendMessage(message);
	}

	/**
	 * Return which address is in use: that of the connection, of the attempt, or of the
	 * next attempt.
	 * @return host and port, or the path of a unix socket
	 */
	String address();

	/**
	 * Return how often the client has tried to connect.
	 * @return number of attempts since the application started
	 */
	long attempts();

	/**
	 * Return how often in a row no connection was made or it did not last.
	 * @return number of attempts that went wrong; 0 again after a connection that lasted
	 */
	int failures();

	/**
	 * Return what went wrong last, whatever has happened since.
	 * @return why the last attempt failed or the last connection was lost, or
	 * {@code null} if neither has happened
	 */
	@Nullable Throwable lastFailure();

	/**
	 * Return the socket without using the client: one that connects on use does not begin
	 * to. For those who only look.
	 * @return the socket, or {@code null} while there is none
	 */
	@Nullable TcpSocket<D> peek();

	/**
	 * Return what the sockets of this client have carried, one after the other.
	 * @return counters that go on
	 */
	SocketTotals totals();

	/**
	 * Return where the client connects to, and how.
	 * @return the options, or {@code null} if it is disabled
	 */
	@Nullable ManagedClientOptions options();

	/**
	 * Stop for good: close the socket in order, or cancel the attempt. A client of the
	 * application's own beans comes back when its context is started again.
	 */
	@Override
	void close();

}
