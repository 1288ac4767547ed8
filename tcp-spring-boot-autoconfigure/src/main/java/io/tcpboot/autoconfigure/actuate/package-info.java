/**
 * The endpoint {@code tcp}: what an operator sees of servers, clients and their sockets.
 */
@NullMarked
package io.tcpboot.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
