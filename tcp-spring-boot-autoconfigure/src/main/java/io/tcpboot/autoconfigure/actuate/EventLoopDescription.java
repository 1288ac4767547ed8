package io.tcpboot.autoconfigure.actuate;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.transport.Transport;

/**
 * The threads that do all input and output.
 *
 * @param transport how they wait for it
 * @param reason why this one was chosen
 * @param threads how many there are
 * @param blockedCallbacks how often a callback has kept one for too long
 */
record EventLoopDescription(Transport.Kind transport, String reason, int threads, long blockedCallbacks) {

	static EventLoopDescription of(TcpEventLoop eventLoop) {
		return new EventLoopDescription(eventLoop.transport().kind(), eventLoop.transport().reason(),
				eventLoop.executors().size(), eventLoop.blockedCallbacks());
	}

}
