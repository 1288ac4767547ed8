package io.tcpboot.handler;

import java.lang.annotation.Annotation;
import java.util.function.BiConsumer;

import io.tcpboot.HandlerEvent;
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

	OPEN(HandlerEvent.OPEN, OnOpen.class, SocketHandlers.Builder::open),

	HANDSHAKE(HandlerEvent.HANDSHAKE, OnHandshake.class, SocketHandlers.Builder::handshake),

	DATA(HandlerEvent.DATA, OnData.class, SocketHandlers.Builder::data),

	DRAIN(HandlerEvent.DRAIN, OnDrain.class, SocketHandlers.Builder::drain),

	END(HandlerEvent.END, OnEnd.class, SocketHandlers.Builder::end),

	CLOSE(HandlerEvent.CLOSE, OnClose.class, SocketHandlers.Builder::close),

	ERROR(HandlerEvent.ERROR, OnError.class, SocketHandlers.Builder::error),

	TIMEOUT(HandlerEvent.TIMEOUT, OnTimeout.class, SocketHandlers.Builder::timeout),

	CONNECT_ERROR(HandlerEvent.CONNECT_ERROR, OnConnectError.class, SocketHandlers.Builder::connectError),

	RELOAD(HandlerEvent.RELOAD, OnReload.class, SocketHandlers.Builder::reload),

	SHUTDOWN(HandlerEvent.SHUTDOWN, OnShutdown.class, SocketHandlers.Builder::shutdown);

	private final HandlerEvent handlerEvent;

	private final Class<? extends Annotation> annotation;

	private final BiConsumer<SocketHandlers.Builder<Object>, EventCall> place;

	SocketEvent(HandlerEvent handlerEvent, Class<? extends Annotation> annotation,
			BiConsumer<SocketHandlers.Builder<Object>, EventCall> place) {
		this.handlerEvent = handlerEvent;
		this.annotation = annotation;
		this.place = place;
	}

	HandlerEvent handlerEvent() {
		return this.handlerEvent;
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
