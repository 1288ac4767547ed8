package io.tcpboot.server;

import io.tcpboot.TcpListener;
import org.jspecify.annotations.Nullable;

/**
 * A server that was bound, until the last of its sockets has closed.
 *
 * @param name name of the server
 * @param listener its listener
 * @param annotated the same listener if it belongs to annotated beans, {@code null} if it
 * was opened at run time
 * @param stop tells everybody that it has stopped
 */
record RunningServer(String name, TcpListener<?> listener, @Nullable TcpListener<Object> annotated, StopNotice stop) {

	static RunningServer of(String name, TcpListener<Object> listener, ServerNews news) {
		return new RunningServer(name, listener, listener, news.stopped(name, listener));
	}

	static RunningServer atRunTime(String name, TcpListener<?> listener, ServerNews news) {
		return new RunningServer(name, listener, null, news.stopped(name, listener));
	}

	/**
	 * Return whether it was opened at run time, and is of no interest any more.
	 */
	boolean isForgettable() {
		return this.annotated == null && !this.listener.isListening() && this.listener.sockets().isEmpty();
	}

}
