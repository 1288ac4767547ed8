package io.tcpboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link TcpServer} that is called with what another of its methods
 * has thrown. The socket then stays open, unless it was {@link OnOpen} that failed or
 * {@link io.tcpboot.SocketOptions#closeOnError()} is on. Without such a method the
 * failure is logged and the socket closes.
 * <p>
 * Runs on the event loop of the socket and must not block. Parameters, in any order: the
 * {@link io.tcpboot.TcpSocket}; the {@link Throwable}; and the type of the socket's data.
 * Returns nothing.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnError {

}
