package io.tcpboot.autoconfigure.actuate;

import java.util.List;
import java.util.Map;

import io.tcpboot.ClientOptions;
import io.tcpboot.HandlerEvent;
import io.tcpboot.client.ClientState;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.client.ManagedClientOptions;
import io.tcpboot.handler.HandlerDescription;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * A client. What follows from its options is that of the address in use, and is missing
 * if the client is disabled.
 *
 * @param name its name
 * @param state where it stands
 * @param address where it connects to
 * @param transport how its event loop waits
 * @param tls how the connection is encrypted, {@code null} for plain TCP
 * @param handlers the methods that are called
 * @param limits the limits in force
 * @param wiretap whether everything is logged
 * @param open number of open sockets, 0 or 1
 * @param attempts attempts to connect so far
 * @param failures attempts in a row that went wrong
 * @param lastFailure what went wrong last, {@code null} for nothing
 * @param traffic what the sockets carry
 * @param handlerErrors how often handlers have thrown something, by event; what has not
 * happened is left out
 */
record ClientDescription(String name, ClientState state, @Nullable String address, Transport.@Nullable Kind transport,
		@Nullable TlsDescription tls, List<HandlerDescription> handlers, @Nullable ClientLimits limits, boolean wiretap,
		int open, long attempts, int failures, @Nullable String lastFailure, Traffic traffic,
		Map<HandlerEvent, Long> handlerErrors) {

	static ClientDescription of(ManagedClient<?> client, Transport.@Nullable Kind transport,
			List<HandlerDescription> handlers) {
		String address = client.address();
		ManagedClientOptions options = client.options();
		ClientOptions target = (options != null) ? options.target(address) : null;
		Throwable failure = client.lastFailure();
		return new ClientDescription(client.name(), client.state(), (target != null) ? address : null, transport,
				(target != null) ? TlsDescription.of(target.tls()) : null, handlers,
				(target != null) ? ClientLimits.of(target) : null, target != null && target.socket().wiretap(),
				(client.peek() != null) ? 1 : 0, client.attempts(), client.failures(),
				(failure != null) ? failure.toString() : null, Traffic.of(client.totals()),
				Counts.of(HandlerEvent.class, client.totals()::handlerErrors));
	}

}
