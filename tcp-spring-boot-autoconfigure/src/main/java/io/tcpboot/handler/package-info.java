/**
 * From annotated methods to the handlers of a server: found, checked and compiled once,
 * when the application starts.
 */
@NullMarked
package io.tcpboot.handler;

import org.jspecify.annotations.NullMarked;
