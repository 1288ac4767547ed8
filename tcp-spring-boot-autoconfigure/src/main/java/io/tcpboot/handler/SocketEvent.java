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

	OPEN(OnOpen.class, SocketHandlers.Builder::open),

	HANDSHAKE(OnHandshake.class, SocketHandlers.Builder::handshake),

	DATA(OnData.class, SocketHandlers.Builder::data),

	DRAIN(OnDrain.class, SocketHandlers.Builder::drain),

	END(OnEnd.class, SocketHandlers.Builder::end),

	CLOSE(OnClose.class, SocketHandlers.Builder::close),

	ERROR(OnError.class, SocketHandlers.Builder::error),

	TIMEOUT(OnTimeout.class, SocketHandlers.Builder::timeout),

	CONNECT_ERROR(OnConnectError.class, SocketHandlers.Builder::connectError),

	RELOAD(OnReload.class, SocketHandlers.Builder::reload),

	SHUTDOWN(OnShutdown.class, SocketHandlers.Builder::shutdown);

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
