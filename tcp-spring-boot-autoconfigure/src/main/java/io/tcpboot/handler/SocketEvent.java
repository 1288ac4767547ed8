package io.tcpboot.handler;

import java.lang.annotation.Annotation;
import java.util.function.BiConsumer;

import io.tcpboot.SocketHandlers;
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

	OPEN(OnOpen.class, (handlers, call) -> handlers.open(call::call)),

	HANDSHAKE(OnHandshake.class, (handlers, call) -> handlers.handshake(call::call)),

	DATA(OnData.class, (handlers, call) -> handlers.data(call::call)),

	DRAIN(OnDrain.class, (handlers, call) -> handlers.drain(call::call)),

	END(OnEnd.class, (handlers, call) -> handlers.end(call::call)),

	CLOSE(OnClose.class, (handlers, call) -> handlers.close(call::call)),

	ERROR(OnError.class, (handlers, call) -> handlers.error(call::call)),

	TIMEOUT(OnTimeout.class, (handlers, call) -> handlers.timeout(call::call)),

	CONNECT_ERROR(OnConnectError.class, (handlers, call) -> handlers.connectError(call::call)),

	RELOAD(OnReload.class, (handlers, call) -> handlers.reload(call::call)),

	SHUTDOWN(OnShutdown.class, (handlers, call) -> handlers.shutdown(call::call));

	private final Class<? extends Annotation> annotation;

	private final BiConsumer<SocketHandlers.Builder<Object>, EventCall> place;

	SocketEvent(Class<? extends Annotation> annotation, BiConsumer<SocketHandlers.Builder<Object>, EventCall> place) {
		this.annotation = annotation;
		this.place = place;
	}

	Class<? extends Annotation> annotation() {
		return this.annotation;
	}

	/**
	 * Return whether what a method returns is sent. After the close nobody would receive
	 * it; and what is returned is sent whole, after which no further drain comes.
	 */
	boolean replies() {
		return switch (this) {
			case OPEN, HANDSHAKE, DATA, END, ERROR, TIMEOUT, RELOAD, SHUTDOWN -> true;
			case DRAIN, CLOSE, CONNECT_ERROR -> false;
		};
	}

	void addTo(SocketHandlers.Builder<Object> handlers, EventCall call) {
		this.place.accept(handlers, call);
	}

	@Override
	public String toString() {
		return "@" + this.annotation.getSimpleName();
	}

}
