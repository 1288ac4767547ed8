package io.tcpboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link TcpClient} that is called when a connection could not be
 * made. No other method is called for that attempt. What it throws takes the place of the
 * failure.
 * <p>
 * Runs on the event loop of the socket and must not block. Parameters, in any order: the
 * {@link io.tcpboot.TcpConnectException}; the {@link io.tcpboot.TcpSocket} that never
 * opened; and the type of its data. Returns nothing.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnConnectError {

}
