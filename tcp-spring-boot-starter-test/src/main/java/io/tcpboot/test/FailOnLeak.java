package io.tcpboot.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Fails the test class after which Netty reports a leak: a buffer that is garbage and was
 * not released. While such a class runs every buffer is tracked, which makes tests
 * slower. The failure shows where the buffer was touched. A leak is seen when it is
 * garbage, so the class that fails may be a later one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(LeakCheck.class)
public @interface FailOnLeak {

}
