package io.tcpboot.handler;

import java.lang.annotation.Annotation;
import java.util.function.BiConsumer;

import io.netty.buffer.ByteBuf;
import io.tcpboot.CloseReason;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpConnectException;
import io.tcpboot.annotation.OnClose;
import io.tcpboot.annotation.OnConnectError;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnDrain;
import io.tcpboot.annotation.OnEnd;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.OnHandshake;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnReload;
import io.tcpboot.annotation.OnShutdown;
import io.tcpboot.annotation.OnTimeout;

/**
 * The events of a socket: the annotation of each, and its place among the handlers.
 */
enum SocketEvent {

	OPEN(OnOpen.class, Void.class, (handlers, call) -> handlers.open((socket) -> call.call(socket, null))),

	HANDSHAKE(OnHandshake.class, Void.class,
			(handlers, call) -> handlers.handshake((socket) -> call.call(socket, null))),

	DATA(OnData.class, ByteBuf.class, (handlers, call) -> handlers.data(call::call)),

	DRAIN(OnDrain.class, Void.class, (handlers, call) -> handlers.drain((socket) -> call.call(socket, null))),

	END(OnEnd.class, Void.class, (handlers, call) -> handlers.end((socket) -> call.call(socket, null))),

	CLOSE(OnClose.class, CloseReason.class, (handlers, call) -> handlers.close(call::call)),

	ERROR(OnError.class, Throwable.class, (handlers, call) -> handlers.error(call::call)),

	TIMEOUT(OnTimeout.class, Void.class, (handlers, call) -> handlers.timeout((socket) -> call.call(socket, null))),

	CONNECT_ERROR(OnConnectError.class, TcpConnectException.class,
			(handlers, call) -> handlers.connectError(call::call)),

	RELOAD(OnReload.class, Void.class, (handlers, call) -> handlers.reload((socket) -> call.call(socket, null))),

	SHUTDOWN(OnShutdown.class, Void.class, (handlers, call) -> handlers.shutdown((socket) -> call.call(socket, null)));

	private final Class<? extends Annotation> annotation;

	private final Class<?> subject;

	private final BiConsumer<SocketHandlers.Builder<Object>, EventCall> place;

	SocketEvent(Class<? extends Annotation> annotation, Class<?> subject,
			BiConsumer<SocketHandlers.Builder<Object>, EventCall> place) {
		this.annotation = annotation;
		this.subject = subject;
		this.place = place;
	}

	Class<? extends Annotation> annotation() {
		return this.annotation;
	}

	/**
	 * Return the type of what the event brings besides the socket, {@link Void} for none.
	 */
	Class<?> subject() {
		return this.subject;
	}

	void addTo(SocketHandlers.Builder<Object> handlers, EventCall call) {
		this.place.accept(handlers, call);
	}

	@Override
	public String toString() {
		return "@" + this.annotation.getSimpleName();
	}

}
