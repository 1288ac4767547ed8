package io.tcpboot;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection, accepted or made. Every method may be called from any thread; calls
 * of one thread take effect in their order. Callbacks run on the socket's event loop, one
 * at a time and never nested.
 * <p>
 * Whoever passes a buffer keeps it: the socket never releases what it was given. Arrays,
 * {@link ByteBuffer}s and text are copied, so they may be changed as soon as the call
 * returns. So are {@link ByteBuf}s, but for two kinds that are taken by reference when
 * they are large: a {@linkplain ByteBuf#asReadOnly() read-only} one, which lets one
 * message go to many sockets without a copy for each, and the one that {@code data} was
 * called with, from inside that call.
 * <p>
 * With {@linkplain SocketOptions#framing() framing}, each write is one frame: it takes
 * the whole payload or nothing of it, and answers with the length of the payload.
 * Counters and bounds are of whole frames, as that is what memory and network carry. A
 * frame that is larger than the room is accepted when pending bytes have fallen to the
 * low-water mark. A payload that is no legal frame is refused with an
 * {@link IllegalArgumentException}; so is an empty one by {@code write} and
 * {@code writeFully}, as their answer could not be told from "no room": {@code send} it.
 *
 * @param <D> type of the data that the application keeps with each socket
 */
public interface TcpSocket<D> {

	/**
	 * Returned by {@code write}: the socket takes no more bytes, ever; stop writing.
	 */
	int CLOSED = -1;

	/**
	 * Return what names this socket in logs and listings, unique within the JVM.
	 * @return a short text
	 */
	String id();

	/**
	 * Return the application's own data.
	 * @return the data, or {@code null} if there is none
	 */
	@Nullable D data();

	/**
	 * Keep the application's own data with this socket.
	 * @param data the data, or {@code null} for none
	 */
	void data(@Nullable D data);

	/**
	 * Accept as many of the readable bytes as there is room for below the
	 * {@linkplain SocketOptions#highWaterMark() high-water mark}, and advance the reader
	 * index by that number. After a short write {@code drain} is called once there is
	 * room again. Never blocks.
	 * @param bytes the bytes, which stay the caller's
	 * @return the number of bytes accepted, 0 if there is no room, or {@link #CLOSED}. An
	 * empty buffer answers 0 too, but leaves {@link #isWritable()} true and arms nothing
	 */
	int write(ByteBuf bytes);

	/**
	 * Like {@link #write(ByteBuf)}, advancing the position of the buffer.
	 * @param bytes the bytes, copied
	 * @return the number of bytes accepted, 0 if there is no room, or {@link #CLOSED}
	 */
	int write(ByteBuffer bytes);

	/**
	 * Like {@link #write(ByteBuf)}, for a whole array.
	 * @param bytes the bytes, copied
	 * @return the number of bytes accepted, 0 if there is no room, or {@link #CLOSED}
	 */
	default int write(byte[] bytes) {
		return write(bytes, 0, bytes.length);
	}

	/**
	 * Like {@link #write(ByteBuf)}, for an array from an offset to its end.
	 * @param bytes the bytes, copied
	 * @param offset index of the first byte
	 * @return the number of bytes accepted, 0 if there is no room, or {@link #CLOSED}
	 * @throws IndexOutOfBoundsException if the offset is outside the array
	 */
	default int write(byte[] bytes, int offset) {
		return write(bytes, offset, bytes.length - offset);
	}

	/**
	 * Like {@link #write(ByteBuf)}, for a slice of an array.
	 * @param bytes the bytes, copied
	 * @param offset index of the first byte
	 * @param length number of bytes
	 * @return the number of bytes accepted, 0 if there is no room, or {@link #CLOSED}
	 * @throws IndexOutOfBoundsException if the slice is not inside the array, before any
	 * byte is accepted
	 */
	int write(byte[] bytes, int offset, int length);

	/**
	 * Accept as many whole characters as there is room for, in UTF-8. Counts in chars, so
	 * that {@code text.subSequence(n, text.length())} is what is left to write.
	 * @param text the text, copied
	 * @return the number of chars accepted, 0 if there is no room, or {@link #CLOSED}
	 */
	int write(CharSequence text);

	/**
	 * Accept all of the readable bytes, or none. May go past the high-water mark, up to
	 * {@link SocketOptions#maxPending()}; while it is past the mark, the socket is not
	 * read (unless {@link SocketOptions#autoBackPressure()} is off). A refusal for want
	 * of room arms {@code drain}, as a short write does; but not for what is larger than
	 * {@code maxPending}, which never fits.
	 * @param bytes the bytes, which stay the caller's; the reader index moves to the end
	 * if they were accepted
	 * @return whether they were accepted. If not, nothing was taken: either there is no
	 * room now, or {@link #isOpen()} is false
	 */
	boolean send(ByteBuf bytes);

	/**
	 * Like {@link #send(ByteBuf)}, advancing the position of the buffer.
	 * @param bytes the bytes, copied
	 * @return whether they were accepted
	 */
	boolean send(ByteBuffer bytes);

	/**
	 * Like {@link #send(ByteBuf)}, for a whole array.
	 * @param bytes the bytes, copied
	 * @return whether they were accepted
	 */
	default boolean send(byte[] bytes) {
		return send(bytes, 0, bytes.length);
	}

	/**
	 * Like {@link #send(ByteBuf)}, for a slice of an array.
	 * @param bytes the bytes, copied
	 * @param offset index of the first byte
	 * @param length number of bytes
	 * @return whether they were accepted
	 * @throws IndexOutOfBoundsException if the slice is not inside the array
	 */
	boolean send(byte[] bytes, int offset, int length);

	/**
	 * Like {@link #send(ByteBuf)}, for text in UTF-8.
	 * @param text the text, copied
	 * @return whether it was accepted
	 */
	boolean send(CharSequence text);

	/**
	 * Encode a message with the handlers of
	 * {@link io.tcpboot.framing.Framing#codec(java.util.function.Supplier) the socket's
	 * codec}, and accept all of its bytes or none, as {@link #send(ByteBuf)} does.
	 * @param message what one of the codec's handlers encodes. It stays the caller's: a
	 * reference-counted one is not released
	 * @return whether it was accepted
	 * @throws IllegalStateException if the socket has no codec
	 * @throws io.netty.handler.codec.EncoderException if the codec cannot encode it
	 */
	boolean sendMessage(Object message);

	/**
	 * Write all of the readable bytes, waiting for room as often as it takes. For virtual
	 * threads and pools. Calls from several threads do not mix their bytes.
	 * @param bytes the bytes, which stay the caller's
	 * @throws java.nio.channels.ClosedChannelException if the socket closed before all
	 * bytes were accepted
	 * @throws java.io.InterruptedIOException if the thread was interrupted meanwhile; its
	 * {@code bytesTransferred} says how many bytes had been accepted
	 * @throws IllegalStateException if called on an event loop, which must never wait
	 */
	void writeFully(ByteBuf bytes) throws IOException;

	/**
	 * Like {@link #writeFully(ByteBuf)}, for a whole array.
	 * @param bytes the bytes, copied
	 * @throws IOException as in {@link #writeFully(ByteBuf)}
	 */
	void writeFully(byte[] bytes) throws IOException;

	/**
	 * Send what was accepted so far, without waiting for the end of the callback.
	 * @return a stage that completes when all bytes accepted before this call are the
	 * kernel's, or fails with the reason why they never will be
	 */
	CompletionStage<Void> flush();

	/**
	 * Run the action and send everything that it writes in one go. Nests. Inside a
	 * callback of this socket it changes nothing, as every callback is corked.
	 * @param action what writes; it runs on the calling thread
	 */
	void cork(Consumer<TcpSocket<D>> action);

	/**
	 * Create a sink that collects small writes for this socket and sends on by itself
	 * what the socket did not take at once.
	 * @param highWaterMark most bytes that the sink holds
	 * @return a new sink
	 */
	SocketSink sink(int highWaterMark);

	/**
	 * Finish writing: everything accepted goes out, then a FIN. Reading goes on, so that
	 * an answer still arrives, until the peer finishes or is silent for
	 * {@link SocketOptions#closeTimeout()}. Harmless when repeated.
	 */
	void end();

	/**
	 * Write all of the readable bytes as the last ones, past any bound on pending bytes,
	 * then {@link #end()}.
	 * @param bytes the bytes, which stay the caller's; the reader index moves to the end
	 * if they were accepted
	 * @return whether the bytes were accepted; false only if the socket takes no more
	 */
	boolean end(ByteBuf bytes);

	/**
	 * Like {@link #end(ByteBuf)}, for a whole array.
	 * @param bytes the bytes, copied
	 * @return whether the bytes were accepted
	 */
	boolean end(byte[] bytes);

	/**
	 * Like {@link #end(ByteBuf)}, for text in UTF-8.
	 * @param text the text, copied
	 * @return whether the text was accepted
	 */
	boolean end(CharSequence text);

	/**
	 * Close in order: no more {@code data} from now on; everything accepted goes out,
	 * then a FIN, then input is dropped until the peer finishes or
	 * {@link SocketOptions#lingerTimeout()} is over, so that no byte on its way is lost
	 * to a reset. Harmless when repeated.
	 */
	void close();

	/**
	 * Close like {@link #close()}, and give a reason of one's own.
	 * @param reason what {@code close} is told, unless the socket was closing already
	 */
	void close(CloseReason reason);

	/**
	 * {@link #close()}, with {@link CloseReason#SHUTDOWN}, as soon as nothing is going on
	 * any more. Nothing more is read; {@code shutdown} is called, and may still write.
	 * Then the socket waits for an asynchronous handler that is busy, for a write that
	 * was refused and will go on in {@code drain}, and for {@link #writeFully}. There is
	 * no limit to that: {@link #terminate()} is one. Harmless when repeated.
	 */
	void shutdown();

	/**
	 * Reset the connection now. What the kernel has not sent is lost.
	 */
	void terminate();

	/**
	 * Stop reading. The peer is slowed down by TCP itself. What the event loop had
	 * already read waits for {@link #resume()}; so does the peer's FIN, but not a reset:
	 * it closes the socket at once, after the bytes that had arrived before it.
	 */
	void pause();

	/**
	 * Go on reading after {@link #pause()}.
	 */
	void resume();

	/**
	 * Arm the one-shot timer that calls {@code timeout}. Traffic does not reset it;
	 * arming it again does.
	 * @param delay time from now; zero cancels
	 * @throws IllegalArgumentException if the delay is negative
	 */
	void timeout(Duration delay);

	/**
	 * Switch Nagle's algorithm off or on.
	 * @param noDelay whether small segments are sent at once
	 */
	void noDelay(boolean noDelay);

	/**
	 * Switch TCP keep-alive probes on or off.
	 * @param keepAlive whether the kernel probes a silent peer
	 */
	void keepAlive(boolean keepAlive);

	/**
	 * Go on with TLS on a connection that began without it, as STARTTLS does. What was
	 * accepted before is sent as it is; what is accepted afterwards is encrypted, and
	 * waits for the handshake.
	 * <p>
	 * Called from {@code data}, with the command that asks for TLS read from the buffer:
	 * what follows it there, and whatever arrives from now on, belongs to the handshake
	 * and never reaches a handler as it is. Where the command was handed to another
	 * thread, {@link #pause()} first. Frames that were already decoded behind the command
	 * are not TLS: the upgrade fails.
	 * @param tls this side of TLS; a client's side verifies the host that was connected
	 * to
	 * @return a stage that completes after {@code handshake}. When the handshake fails,
	 * it fails with the reason, and the socket closes with
	 * {@link CloseReason#TLS_FAILURE}. A socket that has TLS already, or takes no more
	 * bytes, stays as it is
	 * @throws IllegalArgumentException if the options cannot work for this socket, which
	 * stays as it is: a client's side on an accepted socket, for example, which has no
	 * host to verify
	 * @throws IllegalStateException if called from {@code data} before any byte was read
	 * of the buffer, so that the command cannot be told from what follows it
	 */
	CompletionStage<Void> upgradeTls(ReloadableTls tls);

	/**
	 * Log what goes in and out for a while, as {@link SocketOptions#wiretap()} does. The
	 * logger has to be at debug.
	 * @param duration time from now; zero ends it, also where the options asked for it,
	 * which otherwise goes on
	 * @throws IllegalArgumentException if the duration is negative
	 */
	void wiretap(Duration duration);

	/**
	 * Return which logger tells what goes in and out, while that is logged.
	 * @return name of the logger, which ends with that of the server or client
	 */
	String wiretapLogger();

	/**
	 * Return what was agreed on with TLS, readable after the close too.
	 * @return the session, or {@code null} without a completed TLS handshake
	 */
	@Nullable TlsSession tlsSession();

	/**
	 * Replace the handlers of this socket only, from its next event on.
	 * @param handlers the new handlers
	 */
	void reload(SocketHandlers<D> handlers);

	/**
	 * Let everything wait that a handler would be told, as {@link TcpListener#park()}
	 * says. {@code end}, {@code close} and {@code terminate} act at once, even if an
	 * asynchronous handler never completes, but {@link #unpark()} is when the close is
	 * told and {@link #closed()} completes. {@link #shutdown()} waits for it, too.
	 * @return a stage that completes on the socket's event loop when none of its handlers
	 * is running; an asynchronous one, when its stage is complete. It completes, too,
	 * when the parking has ended before
	 */
	CompletionStage<Void> park();

	/**
	 * Go on after {@link #park()} of the socket or of its listener: {@code reload} is
	 * told if there was one, then what was missed, in order. Harmless when it is not
	 * parked.
	 */
	void unpark();

	/**
	 * Return whether bytes can still be accepted: false from {@code end}, {@code close},
	 * {@code terminate} or the loss of the connection on.
	 * @return whether the socket takes bytes
	 */
	boolean isOpen();

	/**
	 * Return whether a write would accept at least one byte now.
	 * @return whether there is room
	 */
	boolean isWritable();

	/**
	 * Return whether the application has {@linkplain #pause() paused} reading. When one
	 * thread pauses while another resumes, the answer may be that of either.
	 * @return whether reading is paused
	 */
	boolean isPaused();

	/**
	 * Return whether one of the two directions has ended while the other goes on: this
	 * side's FIN is out, or the peer's has arrived and everything before it is delivered.
	 * @return whether the connection is half closed; false after the close
	 */
	boolean isHalfClosed();

	/**
	 * Return when the socket opened, readable after the close too.
	 * @return the time just before {@code open}, or {@code null} if it has not opened
	 */
	@Nullable Instant openedAt();

	/**
	 * Return how long no byte has come in or gone out.
	 * @return the time since {@code open} at most, as exact as a second; zero if the
	 * socket is not open
	 */
	Duration idleFor();

	/**
	 * Return how often the handlers have been replaced that this socket uses.
	 * @return 0 for those that the listener or the client began with; the next one after
	 * each {@code reload}, as soon as this socket has seen it
	 */
	int generation();

	/**
	 * Return the number of bytes received, readable after the close too.
	 * @return bytes that were handed to the event loop
	 */
	long bytesRead();

	/**
	 * Return the number of bytes sent, readable after the close too. Together with
	 * {@link #pendingBytes()}, it is what was accepted.
	 * @return bytes that the kernel has taken
	 */
	long bytesWritten();

	/**
	 * Return the number of bytes that were accepted but are not yet the kernel's.
	 * @return pending bytes, 0 after the close
	 */
	long pendingBytes();

	/**
	 * Return this side's address, readable after the close too.
	 * @return the address, or {@code null} if the connection was never made
	 */
	@Nullable SocketAddress localAddress();

	/**
	 * Return the peer's address, readable after the close too.
	 * @return the address, or {@code null} if the connection was never made
	 */
	@Nullable SocketAddress remoteAddress();

	/**
	 * Return why the socket closed.
	 * @return the reason, or {@code null} while it has not
	 */
	@Nullable CloseReason closeReason();

	/**
	 * Return what made the socket close.
	 * @return the cause, or {@code null} if there is none or the socket is not closed
	 */
	@Nullable Throwable closeCause();

	/**
	 * Return when the socket has closed, for those who only wait for that: a supervisor
	 * that connects anew, a test.
	 * @return a stage that completes with the reason after {@code close} has returned, on
	 * the event loop; with a {@link java.nio.channels.ClosedChannelException} instead if
	 * the connection was never made
	 */
	CompletionStage<CloseReason> closed();

}
