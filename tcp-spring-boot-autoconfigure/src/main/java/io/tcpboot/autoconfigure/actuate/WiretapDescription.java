package io.tcpboot.autoconfigure.actuate;

import java.time.Duration;

import io.tcpboot.TcpSocket;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * A wiretap that has been asked for.
 *
 * @param id id of the socket
 * @param duration how long it lasts from now on, zero if it has ended
 * @param logger who tells what the socket carries
 * @param enabled whether that logger does, which takes debug
 */
record WiretapDescription(String id, Duration duration, String logger,
		boolean enabled) implements OperationResponseBody {

	static WiretapDescription of(TcpSocket<?> socket, Duration duration) {
		String logger = socket.wiretapLogger();
		return new WiretapDescription(socket.id(), duration, logger, LoggerFactory.getLogger(logger).isDebugEnabled());
	}

}
