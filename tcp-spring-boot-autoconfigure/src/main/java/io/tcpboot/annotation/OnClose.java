package io.tcpboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link TcpServer} that is called once when a socket has closed,
 * after everything else.
 * <p>
 * Runs on the event loop of the socket and must not block. Parameters, in any order: the
 * {@link io.tcpboot.TcpSocket}, with addresses, counters and data still readable; the
 * {@link io.tcpboot.CloseReason}; and the type of its data. Returns nothing.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnClose {

}
