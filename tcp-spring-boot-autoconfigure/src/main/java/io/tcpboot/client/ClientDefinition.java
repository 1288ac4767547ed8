package io.tcpboot.client;

import java.util.function.Supplier;

import io.tcpboot.handler.HandlerSet;
import org.jspecify.annotations.Nullable;

/**
 * A client that can be connected.
 *
 * @param name name of the client
 * @param options where to and how; {@code null} for one that is disabled
 * @param handlers what happens to its sockets
 * @param currentHandlers looks at the beans anew
 */
record ClientDefinition(String name, @Nullable ManagedClientOptions options, HandlerSet handlers,
		Supplier<HandlerSet> currentHandlers) {

}
