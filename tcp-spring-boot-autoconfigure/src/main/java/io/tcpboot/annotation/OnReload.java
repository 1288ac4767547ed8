package io.tcpboot.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method of a {@link TcpServer} or {@link TcpClient} that is called on each
 * live socket after its handlers were replaced by those that the method belongs to: once,
 * and before any other of them. Only {@link OnClose} may come without it.
 * <p>
 * Runs on the event loop of the socket and must not block. Parameters, in any order: the
 * {@link io.tcpboot.TcpSocket}, and the type of its data. Returns nothing.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnReload {

}
