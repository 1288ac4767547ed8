package io.tcpboot.handler;

import io.tcpboot.SocketHandlers;
import org.jspecify.annotations.Nullable;

/**
 * What the beans of one server or client do, compiled. Immutable; shared by all sockets.
 *
 * @param handlers what happens to a socket
 * @param shutdown what to call on the event loop of each open socket when the application
 * stops, {@code null} for nothing. What it throws is to go to {@code error}
 */
public record HandlerSet(SocketHandlers<Object> handlers, SocketHandlers.@Nullable Handler<Object> shutdown) {

}
