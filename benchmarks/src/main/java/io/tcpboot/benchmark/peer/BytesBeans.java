package io.tcpboot.benchmark.peer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.TcpServer;

/**
 * Annotated beans that take a {@code byte[]}.
 */
final class BytesBeans {

	private BytesBeans() {
	}

	static Class<?> forMode(Mode mode) {
		return switch (mode) {
			case ECHO, FRAMES, LINES, TLS, TLS_JDK -> Echo.class;
			case FIVE -> Five.class;
			case BROADCAST -> Broadcast.class;
		};
	}

	@TcpServer(name = SpringServer.NAME, address = "127.0.0.1", port = 0)
	static class Echo {

		@OnData
		byte[] data(byte[] bytes) {
			return bytes;
		}

	}

	@TcpServer(name = SpringServer.NAME, address = "127.0.0.1", port = 0)
	static class Five {

		@OnOpen
		void open(TcpSocket<ByteMessages> socket) {
			socket.data(new ByteMessages());
		}

		@OnData
		void data(TcpSocket<ByteMessages> socket, ByteMessages messages, byte[] bytes) {
			for (int next = 0; next < bytes.length;) {
				next = messages.take(bytes, next);
				if (messages.isWhole()) {
					write(socket, messages.message());
				}
			}
		}

		private static void write(TcpSocket<ByteMessages> socket, byte[] message) {
			for (int from = 0; from < message.length; from += Messages.PART) {
				socket.send(message, from, Math.min(Messages.PART, message.length - from));
			}
		}

	}

	@TcpServer(name = SpringServer.NAME, address = "127.0.0.1", port = 0)
	static class Broadcast {

		private final Set<TcpSocket<ByteMessages>> everybody = ConcurrentHashMap.newKeySet();

		@OnOpen
		void open(TcpSocket<ByteMessages> socket) {
			socket.data(new ByteMessages());
			this.everybody.add(socket);
		}

		@OnData
		void data(ByteMessages messages, byte[] bytes) {
			for (int next = 0; next < bytes.length;) {
				next = messages.take(bytes, next);
				if (messages.isWhole()) {
					this.everybody.forEach((socket) -> socket.send(messages.message()));
				}
			}
		}

		@OnClose
		void close(TcpSocket<ByteMessages> socket) {
			this.everybody.remove(socket);
		}

	}

}
