package io.tcpboot.handler;

import java.util.function.Supplier;

import io.tcpboot.ServerOptions;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sockets open while one application context is replaced by another. The one that
 * stops hands them over, the one that starts takes them; in between nothing of them calls
 * user code. Called by the threads that start and stop contexts.
 */
public interface SocketKeeper {

	/** Where contexts are not replaced: nothing is kept, so nothing is there to take. */
	SocketKeeper NONE = new NothingKept();

	/**
	 * Return whether the context that the calling thread stops, or whose start it takes
	 * back, is to be replaced: then its sockets are handed over, not closed.
	 * @return whether to hand over
	 */
	boolean isReplacing();

	/**
	 * Hand over a server, which is parked from now on. It belongs to the keeper: nothing
	 * of it refers to the old context but its handlers and data. One that was taken and
	 * not resumed goes back as it came.
	 * @param name name of the server
	 * @param listener its listener, which listens
	 */
	void keepServer(String name, TcpListener<Object> listener);

	/**
	 * Hand over the open socket of a client, as a server.
	 * @param name name of the client
	 * @param socket its socket
	 */
	void keepClient(String name, TcpSocket<Object> socket);

	/**
	 * Wait until the handlers of all that was handed over have returned, and put its data
	 * aside: afterwards beans may be destroyed. Waits some seconds at most; a socket that
	 * is still busy then closes.
	 */
	void settle();

	/**
	 * Take a server that was kept under a name, and listens where it is to.
	 * @param name name of the server, in any spelling
	 * @param options where that is
	 * @return its listener, still parked, or {@code null} if there is none
	 */
	@Nullable TcpListener<Object> takeServer(String name, ServerOptions options);

	/**
	 * Take a server that was kept under a name.
	 * @param name name of the server, in any spelling
	 * @return its listener, still parked, or {@code null} if there is none
	 */
	@Nullable TcpListener<Object> takeServer(String name);

	/**
	 * Take a server that was kept under another name, and listens where one is to.
	 * @param options where that is
	 * @return its listener, still parked, or {@code null} if there is none
	 */
	@Nullable TcpListener<Object> takeServer(ServerOptions options);

	/**
	 * Close a server that was kept, that nobody has taken, and that is in the way of
	 * another; if there is one.
	 * @param options where that is to listen
	 */
	void giveUp(ServerOptions options);

	/**
	 * Serve again what was taken: the data is back, {@code reload} is told, then what was
	 * missed. Data that the handlers take for something else is lost.
	 * @param listener the listener
	 * @param handlers its handlers from now on
	 */
	void resumeServer(TcpListener<Object> listener, HandlerSet handlers);

	/**
	 * Take the socket of a client.
	 * @param name name of the client, in any spelling
	 * @return the socket, still parked, or {@code null} if there is none. It may have
	 * closed meanwhile; handlers are told so when it is resumed
	 */
	@Nullable TcpSocket<Object> takeClient(String name);

	/**
	 * Use again the socket that was taken, as a server.
	 * @param socket the socket
	 * @param handlers its handlers from now on
	 */
	void resumeClient(TcpSocket<Object> socket, HandlerSet handlers);

	/**
	 * Return the event loop, which may have served the context before.
	 * @param factory makes one if there is none; not equal to that of the context before
	 * if it would make another
	 * @return the event loop of the context
	 */
	TcpEventLoop eventLoop(Supplier<TcpEventLoop> factory);

	/**
	 * Close the event loop of a context, unless it outlives the context.
	 * @param eventLoop what {@link #eventLoop} has returned
	 */
	void closeEventLoop(TcpEventLoop eventLoop);

}
