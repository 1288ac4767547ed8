package io.tcpboot.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.tcpboot.TcpBindException;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Binds the servers when the application context starts, all or none, and closes them
 * when it stops. Can be started again.
 */
public final class TcpServerLifecycle implements SmartLifecycle, DisposableBean {

	/**
	 * Below the web server, which starts at {@code Integer.MAX_VALUE - 2048}, so that TCP
	 * stops after it: requests in flight hold up the web server for as long as they take.
	 */
	static final int PHASE = Integer.MAX_VALUE - 4096;

	/**
	 * Below the 30 seconds that Spring Boot waits for a phase. After these it destroys
	 * beans, so what is left has to be closed earlier.
	 */
	private static final Duration GRACE_PERIOD = Duration.ofSeconds(20);

	private final TcpEventLoop eventLoop;

	private final TcpServerRegistrar registrar;

	private final TcpServers servers;

	private volatile boolean running;

	public TcpServerLifecycle(TcpEventLoop eventLoop, TcpServerRegistrar registrar, TcpServers servers) {
		this.eventLoop = eventLoop;
		this.registrar = registrar;
		this.servers = servers;
	}

	@Override
	public void start() {
		Map<String, TcpListener<Object>> listeners = new LinkedHashMap<>();
		try {
			this.registrar.definitions().forEach((server) -> listeners.put(server.name(), listen(server)));
		}
		catch (RuntimeException ex) {
			listeners.values().forEach(TcpListener::close);
			throw ex;
		}
		this.servers.replace(listeners);
		this.running = true;
	}

	private TcpListener<Object> listen(TcpServerDefinition server) {
		try {
			return this.eventLoop.listen(server.options(), server.handlers().handlers());
		}
		catch (TcpBindException ex) {
			throw new TcpServerBindException(server.name(), ex);
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		CompletableFuture<?>[] stopped = this.servers.listeners()
			.stream()
			.map((listener) -> listener.shutdown(GRACE_PERIOD).toCompletableFuture())
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(stopped).whenComplete((result, failure) -> callback.run());
	}

	@Override
	public void destroy() {
		this.servers.listeners().forEach(TcpListener::close);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * A paused server would lose its port: the test framework pauses what no test uses at
	 * the moment.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

}
