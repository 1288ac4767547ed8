package io.tcpboot.autoconfigure.actuate;

import java.time.Instant;

import io.tcpboot.TcpSocket;

/**
 * What sockets are listed by. The one with the largest rank comes first.
 */
enum SocketOrder {

	/** The oldest first. */
	AGE {

		@Override
		long rank(TcpSocket<?> socket) {
			Instant openedAt = socket.openedAt();
			return (openedAt != null) ? -openedAt.toEpochMilli() : Long.MIN_VALUE;
		}

	},

	/** The longest idle first. */
	IDLE {

		@Override
		long rank(TcpSocket<?> socket) {
			return socket.idleFor().toMillis();
		}

	},

	/** The one with the most pending bytes first. */
	PENDING {

		@Override
		long rank(TcpSocket<?> socket) {
			return socket.pendingBytes();
		}

	},

	/** The one that has carried the most first, in both directions together. */
	BYTES {

		@Override
		long rank(TcpSocket<?> socket) {
			return socket.bytesRead() + socket.bytesWritten();
		}

	};

	abstract long rank(TcpSocket<?> socket);

}
