package io.tcpboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link TcpServer} or {@link TcpClient} that is called with bytes
 * that have arrived. Without framing, where the pieces are cut means nothing: a message
 * may come in several, and several messages in one. With framing, each call has one
 * message.
 * <p>
 * Runs on the event loop of the socket and must not block. Parameters, in any order:
 * <ul>
 * <li>the {@link io.tcpboot.TcpSocket};</li>
 * <li>the bytes, as one of
 * <ul>
 * <li>{@link io.netty.buffer.ByteBuf}: borrowed, valid until the method returns, or until
 * the stage completes that it returns; {@code retain()} or copy to keep it;</li>
 * <li>{@code byte[]} or {@link java.nio.ByteBuffer}: a copy;</li>
 * <li>{@link String}: a copy, read as UTF-8. A character that is cut in two is garbled,
 * so without framing this is for text in ASCII;</li>
 * </ul>
 * </li>
 * <li>the {@link io.tcpboot.tls.TlsSession}, and the peer's
 * {@link java.security.cert.X509Certificate} if it is trusted, each {@code null} if there
 * is none;</li>
 * <li>the type of the socket's data.</li>
 * </ul>
 * <p>
 * What it returns is the reply: a {@code ByteBuf}, {@code ByteBuffer}, {@code byte[]} or
 * {@link CharSequence} (in UTF-8), sent whole; {@code null} sends nothing. A reply that
 * does not fit below {@link io.tcpboot.SocketOptions#maxPending()} is a failure of the
 * method; one to a socket that takes no more bytes is dropped. With {@code void} the
 * method writes to the socket by itself.
 * <p>
 * The reply may come later, as a {@link java.util.concurrent.CompletionStage} of these
 * types, completed on any thread; one of {@link Void} sends nothing. Until the stage
 * completes, the socket is not read and the method is not called again, so order is kept.
 * What the stage fails with goes to {@link OnError}.
 * <p>
 * A returned {@code ByteBuf} that shares its memory with the one received, which may be
 * that one itself or a slice or duplicate of it, stays what it is: borrowed. Do not
 * retain it. Any other is handed over and released when it has been sent, or dropped.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnData {

}
