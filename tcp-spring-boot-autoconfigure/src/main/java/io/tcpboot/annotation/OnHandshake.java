package io.tcpboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link TcpServer} or {@link TcpClient} that is called when a TLS
 * handshake has completed: right after {@link OnOpen} where the connection began with
 * TLS, else after {@link io.tcpboot.TcpSocket#upgradeTls}.
 * <p>
 * Runs on the event loop of the socket and must not block. Parameters, in any order: the
 * {@link io.tcpboot.TcpSocket}; the {@link io.tcpboot.tls.TlsSession}, and the peer's
 * {@link java.security.cert.X509Certificate} if it is trusted, each {@code null} if there
 * is none; and the type of the socket's data. Returns nothing, or a {@linkplain OnData
 * reply} that is there already.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnHandshake {

}
