package io.tcpboot.autoconfigure.devtools;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.internal.ThreadExecutorMap;
import io.tcpboot.TcpEventLoop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loop, which outlives application contexts, and whose threads must not hold on
 * to what was theirs. Any thread.
 */
final class LastingLoop {

	private static final Logger logger = LoggerFactory.getLogger(LastingLoop.class);

	private @Nullable TcpEventLoop eventLoop;

	private @Nullable Supplier<TcpEventLoop> factory;

	synchronized TcpEventLoop get(Supplier<TcpEventLoop> factory) {
		TcpEventLoop eventLoop = this.eventLoop;
		if (eventLoop == null) {
			eventLoop = factory.get();
			this.eventLoop = eventLoop;
		}
		else if (!factory.equals(this.factory)) {
			logger.info("tcp.event-loop has changed, which takes effect when the JVM is started anew: the event loop "
					+ "outlives a restart by DevTools");
		}
		this.factory = factory;
		return eventLoop;
	}

	/**
	 * Let the threads use the classes of an application: what handlers load by name.
	 */
	void enter(ClassLoader loader) {
		onEachThread(() -> Thread.currentThread().setContextClassLoader(loader));
	}

	/**
	 * Let the threads forget the application.
	 * @return a stage that completes when they have
	 */
	CompletionStage<Void> leave() {
		return onEachThread(LastingLoop::forget);
	}

	private static void forget() {
		Thread.currentThread().setContextClassLoader(TcpEventLoop.class.getClassLoader());
		// A thread would not know any longer that it is an event loop's, and allocate as
		// a
		// foreign one.
		EventExecutor executor = ThreadExecutorMap.currentExecutor();
		FastThreadLocal.removeAll();
		ThreadExecutorMap.setCurrentExecutor(executor);
	}

	private synchronized CompletionStage<Void> onEachThread(Runnable task) {
		return (this.eventLoop != null) ? this.eventLoop.onEachThread(task) : CompletableFuture.completedStage(null);
	}

	void close() {
		TcpEventLoop eventLoop;
		synchronized (this) {
			eventLoop = this.eventLoop;
			this.eventLoop = null;
			this.factory = null;
		}
		if (eventLoop != null) {
			eventLoop.close();
		}
	}

}
