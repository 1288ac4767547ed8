package io.tcpboot.autoconfigure.actuate;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All servers and clients, without their sockets.
 *
 * @param time when this was looked at, for those who make rates of the counters
 * @param eventLoop what they all run on; {@code null} before the first of them needs it
 * @param servers the servers
 * @param clients the clients
 */
record TcpDescription(Instant time, @Nullable EventLoopDescription eventLoop, List<ServerDescription> servers,
		List<ClientDescription> clients) implements OperationResponseBody {

}
