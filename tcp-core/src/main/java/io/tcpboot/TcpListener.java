package io.tcpboot;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A server that listens, or has listened. Every method may be called from any thread,
 * handlers included.
 *
 * @param <D> type of the data that the application keeps with each socket
 */
public interface TcpListener<D> extends AutoCloseable {

	/**
	 * Return the name of the server, for logs and listings.
	 * @return the name
	 */
	String name();

	/**
	 * Return the port that was bound, readable after the stop too.
	 * @return the real port, never 0; -1 for a unix socket
	 */
	int port();

	/**
	 * Return the host that was asked for, readable after the stop too.
	 * @return the host; {@code null} for every local address, and for a unix socket
	 */
	@Nullable String host();

	/**
	 * Return the address that was bound, readable after the stop too.
	 * @return an {@link java.net.InetSocketAddress}; for the path of a unix socket a
	 * {@link java.net.UnixDomainSocketAddress}; for an abstract name Netty's
	 * {@link io.netty.channel.unix.DomainSocketAddress}, with the NUL in front
	 */
	SocketAddress localAddress();

	/**
	 * Return whether connections are accepted.
	 * @return whether the listener has not been stopped
	 */
	boolean isListening();

	/**
	 * Return the sockets that are open now. The view is live and may be iterated while
	 * sockets come and go; counting it costs nothing.
	 * @return an unmodifiable view
	 */
	Collection<TcpSocket<D>> sockets();

	/**
	 * Return the number of connections accepted so far.
	 * @return a count that only grows
	 */
	long accepted();

	/**
	 * Return the number of connections refused so far for a limit.
	 * @return a count that only grows
	 */
	long rejected();

	/**
	 * Return the number of times that accepting failed, for want of descriptors mostly.
	 * @return a count that only grows
	 */
	long acceptFailures();

	/**
	 * Return the number of TLS handshakes completed so far, upgrades included.
	 * @return a count that only grows
	 */
	long handshakes();

	/**
	 * Return the number of TLS handshakes that failed so far, whatever it was: no TLS at
	 * all, a certificate refused, silence, a stop meanwhile. Such a connection never
	 * opens, and no handler is called for it; where it was an upgrade, the socket closes.
	 * @return a count that only grows
	 */
	long handshakeFailures();

	/**
	 * Return the number of sockets that have closed for a reason.
	 * @param reason the reason
	 * @return a count that only grows
	 */
	long closed(CloseReason reason);

	/**
	 * Return how often a handler has thrown something, or its stage has failed; whether
	 * {@code error} took care of it or the socket closed.
	 * @param event what the handler was called for
	 * @return a count that only grows
	 */
	long handlerErrors(HandlerEvent event);

	/**
	 * Return how often a socket began to refuse what was written: {@code write} took a
	 * part or nothing, or {@code send} did not, for want of room. Until pending bytes
	 * have fallen to the low-water mark that is once, however often it is tried. Each
	 * time that {@code writeFully} or a sink waits for room counts too.
	 * @return a count that only grows
	 */
	long refusedWrites();

	/**
	 * Return how often a peer was no longer read from, as more than the high-water mark
	 * waited for it: {@linkplain SocketOptions.Builder#autoBackPressure automatic
	 * back-pressure}.
	 * @return a count that only grows
	 */
	long heldReads();

	/**
	 * Return all sums at once: bytes received and sent, those pending, sockets paused. To
	 * ask for each walks through the open sockets each time.
	 * @return the sums, by one walk
	 */
	SocketSums sums();

	/**
	 * Return the number of bytes received so far, by sockets that are open and by those
	 * that were. Walks through the open ones; so do the other sums.
	 * @return bytes; a count that only grows
	 */
	long bytesRead();

	/**
	 * Return the number of bytes sent so far, by sockets that are open and by those that
	 * were.
	 * @return bytes that the kernel has taken; a count that only grows
	 */
	long bytesWritten();

	/**
	 * Return the number of bytes that sockets have accepted and the kernel has not taken.
	 * @return pending bytes of all open sockets
	 */
	long pendingBytes();

	/**
	 * Return the number of open sockets that the application has
	 * {@linkplain TcpSocket#pause() paused}.
	 * @return number of paused sockets
	 */
	int pausedSockets();

	/**
	 * Return how often the handlers of this listener have been replaced.
	 * @return 0 for those that it began with
	 */
	int generation();

	/**
	 * Replace the handlers of all sockets, open ones and those to come. A running
	 * callback finishes with the old code; the next event of each socket sees the new,
	 * and {@code reload} before it. After a {@link #stop()} it still serves what is left.
	 * @param handlers the whole new set; what it leaves out is gone
	 */
	void reload(SocketHandlers<D> handlers);

	/**
	 * Replace the options. New connections get what they say of sockets, of TLS and of
	 * limits; open ones keep what they have, and count. Listens elsewhere if they say so:
	 * there first, and then no longer here; whoever waits in the backlog is taken along.
	 * Port 0 is the port there is, if it was 0 before. The number of connections so far
	 * counts on.
	 * <p>
	 * Where it is the listener itself that is in the way, because only the host, the
	 * backlog, {@code reusePort}, the size of the receive buffer or the permissions are
	 * others, it leaves first. Then connections are refused for a moment. On an event
	 * loop, where one cannot wait for that, it fails as an address in use.
	 * @param options the options, with the name that the listener has from now on
	 * @throws TcpBindException if the new address cannot be bound; nothing has changed
	 * then. Only if it had to leave first and the old address is lost meanwhile, the
	 * listener is stopped
	 * @throws IllegalStateException if the listener has been stopped, or if a handler
	 * calls while another thread is at it
	 */
	void reload(ServerOptions options);

	/**
	 * Return the options in force.
	 * @return what new connections get
	 */
	ServerOptions options();

	/**
	 * Let everything wait: no handler is called until {@link #unpark()}. New connections
	 * wait in the backlog, bytes and the peer's end in the kernel or, where they were
	 * read already, with the socket; timeouts are not counted, but for those that a peer
	 * has to take what is pending and to complete a TLS handshake. What was sent before
	 * still goes out, and a socket may be written to. One that is closed meanwhile, by
	 * whomever, closes at once and is told of it afterwards.
	 * <p>
	 * Between the two the handlers can be {@linkplain #reload(SocketHandlers) replaced},
	 * and what the old ones used be taken away. A stop ends it, too.
	 * @return a stage that completes when the handlers that were running have returned;
	 * asynchronous ones, when their stage is complete. It completes, too, when the
	 * parking has ended before
	 */
	CompletionStage<Void> park();

	/**
	 * Go on after {@link #park()}: each socket sees the reload if there was one, then
	 * what it has missed, in order; also one that was {@linkplain TcpSocket#park()
	 * parked} by itself. Harmless when nothing is parked.
	 */
	void unpark();

	/**
	 * Replace what gives each new socket its data. Open sockets keep theirs.
	 * @param initialData called once for each accepted connection, on its event loop
	 */
	void initialData(Supplier<? extends @Nullable D> initialData);

	/**
	 * Accept no more connections; open ones go on. The file of a unix socket is gone when
	 * this returns; and the port is free, unless this was called on an event loop.
	 * @return a stage that completes when the last socket has closed
	 */
	CompletionStage<Void> stop();

	/**
	 * Like {@link #stop()}, but sockets that are open after the grace period are closed
	 * by force.
	 * @param grace how long open sockets may take
	 * @return a stage that completes when the last socket has closed
	 * @throws IllegalArgumentException if the grace period is negative
	 */
	CompletionStage<Void> stop(Duration grace);

	/**
	 * Accept no more connections and {@linkplain TcpSocket#shutdown() shut down} the open
	 * ones: handlers that are busy get to their end, all that was accepted goes out, and
	 * idle sockets close at once. What is open after the grace period is closed by force.
	 * @param grace how long open sockets may take
	 * @return a stage that completes when the last socket has closed
	 * @throws IllegalArgumentException if the grace period is negative
	 */
	CompletionStage<Void> shutdown(Duration grace);

	/**
	 * Accept no more connections and close the open ones at once. Where bytes were still
	 * to go out, or an asynchronous handler was busy, the peer sees a reset and not what
	 * looks like the end.
	 * @return a stage that completes when the last socket has closed
	 */
	CompletionStage<Void> stopNow();

	/**
	 * Return when it is over, without doing anything about it.
	 * @return a stage that completes when the listener has been stopped and the last
	 * socket has closed
	 */
	CompletionStage<Void> stopped();

	/**
	 * Like {@link #stopNow()}; and wait until all is closed, unless called on an event
	 * loop.
	 */
	@Override
	void close();

	/**
	 * Let this listener keep the JVM alive while it listens, which is the default.
	 */
	void ref();

	/**
	 * Let the JVM end although this listener listens.
	 */
	void unref();

}
