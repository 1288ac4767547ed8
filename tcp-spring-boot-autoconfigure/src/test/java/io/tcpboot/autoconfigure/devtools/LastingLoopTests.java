package io.tcpboot.autoconfigure.devtools;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.internal.ThreadExecutorMap;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What threads of the event loop remember of an application.
 */
class LastingLoopTests {

	private static final FastThreadLocal<String> LOCAL = new FastThreadLocal<>();

	private final LastingLoop loop = new LastingLoop();

	private final TcpEventLoop eventLoop = this.loop.get(() -> TcpEventLoop.builder().threads(1).build());

	// Its channel starts the thread.
	private final TcpListener<Object> listener = this.eventLoop.listen(ServerOptions.port(0),
			SocketHandlers.builder().data((socket, bytes) -> socket.send(bytes)).build());

	@AfterEach
	void close() {
		this.loop.close();
	}

	@Test
	void whenAnApplicationIsThereItsClassesAreToo() throws Exception {
		try (URLClassLoader loader = new URLClassLoader(new URL[0])) {
			this.loop.enter(loader);
			assertThat(onThread(() -> Thread.currentThread().getContextClassLoader())).isSameAs(loader);
			this.loop.leave();
			assertThat(onThread(() -> Thread.currentThread().getContextClassLoader()))
				.isSameAs(TcpEventLoop.class.getClassLoader());
		}
	}

	@Test
	void whenApplicationLeavesItsThreadLocalsGoAndTheThreadIsStillAnEventLoops() throws Exception {
		Object executor = onThread(ThreadExecutorMap::currentExecutor);
		onThread(() -> {
			LOCAL.set("of the application");
			return true;
		});
		this.loop.leave();
		assertThat(onThread(LOCAL::isSet)).isEqualTo(false);
		assertThat(onThread(ThreadExecutorMap::currentExecutor)).isNotNull().isSameAs(executor);
	}

	@Test
	void whenItIsClosedTheNextIsAnother() {
		this.loop.close();
		assertThat(this.listener.isListening()).isFalse();
		assertThat(this.loop.get(TcpEventLoop::create)).isNotSameAs(this.eventLoop);
	}

	private Object onThread(Supplier<Object> action) throws Exception {
		CompletableFuture<Object> result = new CompletableFuture<>();
		this.eventLoop.onEachThread(() -> result.complete(action.get()));
		return result.get(10, TimeUnit.SECONDS);
	}

}
