package io.tcpboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link TcpServer} or {@link TcpClient} that is called when a
 * socket has room again, once after each write that was refused or short.
 * <p>
 * Runs on the event loop of the socket and must not block. Parameters, in any order: the
 * {@link io.tcpboot.TcpSocket}; the {@link io.tcpboot.tls.TlsSession}, and the peer's
 * {@link java.security.cert.X509Certificate} if it is trusted, each {@code null} if there
 * is none; and the type of the socket's data. Returns nothing: what it returned would be
 * sent whole, and then no further drain would come.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnDrain {

}
