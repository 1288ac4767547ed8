/**
 * Support for tests of applications with TCP servers and clients: the port of a server,
 * the other end of a connection, and a check for leaks.
 */
@NullMarked
package io.tcpboot.test;

import org.jspecify.annotations.NullMarked;
