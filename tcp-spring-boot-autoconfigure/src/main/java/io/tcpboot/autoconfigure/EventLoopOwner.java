package io.tcpboot.autoconfigure;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.handler.SocketKeeper;

import org.springframework.beans.factory.DisposableBean;

/**
 * Closes the event loop with the application, unless it is kept for the next.
 */
final class EventLoopOwner implements DisposableBean {

	private final TcpEventLoop eventLoop;

	private final SocketKeeper keeper;

	EventLoopOwner(EventLoopFactory factory, SocketKeeper keeper) {
		this.eventLoop = keeper.eventLoop(factory);
		this.keeper = keeper;
	}

	TcpEventLoop eventLoop() {
		return this.eventLoop;
	}

	@Override
	public void destroy() {
		this.keeper.closeEventLoop(this.eventLoop);
	}

}
