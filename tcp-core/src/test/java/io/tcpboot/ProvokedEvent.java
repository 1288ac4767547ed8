package io.tcpboot;

import java.time.Duration;

import io.tcpboot.test.Peer;

/**
 * Each event that a handler can be called for, with a way to have it called. The socket
 * needs {@link #OPTIONS}.
 */
enum ProvokedEvent {

	OPEN, DATA, DRAIN, TIMEOUT, END, RELOAD, CLOSE;

	static final int HIGH_WATER_MARK = 1024;

	/** A short write is easy, and the peer's end does not close. */
	static final SocketOptions OPTIONS = SocketOptions.builder()
		.highWaterMark(HIGH_WATER_MARK)
		.allowHalfOpen(true)
		.build();

	/**
	 * Have the action called for this event.
	 */
	SocketHandlers.Builder<String> on(SocketHandlers.Builder<String> handlers, SocketHandlers.Handler<String> action) {
		return switch (this) {
			case OPEN -> handlers.open(action);
			case DATA -> handlers.data((socket, bytes) -> action.handle(socket));
			case DRAIN -> handlers.drain(action);
			case TIMEOUT -> handlers.timeout(action);
			case END -> handlers.end(action);
			case RELOAD -> handlers.reload(action);
			case CLOSE -> handlers.close((socket, reason) -> action.handle(socket));
		};
	}

	/**
	 * Make the event happen, but for {@code OPEN}, which has.
	 */
	void provoke(TcpSocket<String> socket, Peer peer, SocketHandlers<String> handlers) throws Exception {
		switch (this) {
			case OPEN -> {
			}
			case DATA -> peer.send("x");
			case DRAIN -> socket.write(new byte[2 * HIGH_WATER_MARK]);
			case TIMEOUT -> socket.timeout(Duration.ofMillis(1));
			case END -> peer.finish();
			case RELOAD -> reloadTwice(socket, handlers);
			case CLOSE -> socket.terminate();
		}
	}

	/**
	 * By way of another set: one that is in use already is not told.
	 */
	private static void reloadTwice(TcpSocket<String> socket, SocketHandlers<String> handlers) {
		socket.reload(SocketHandlers.<String>builder().discardData().reload((same) -> same.reload(handlers)).build());
	}

}
