package io.tcpboot.server;

import java.time.Duration;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Binds the servers when the application context starts, all or none. When it stops,
 * {@link TcpServerShutdownLifecycle} comes first; what it has left is closed at once.
 * When the context is replaced by another, the servers are handed over instead. Can be
 * started again.
 */
public final class TcpServerLifecycle implements SmartLifecycle, DisposableBean {

	/**
	 * Below the web server, which starts at {@code Integer.MAX_VALUE - 2048}, so that TCP
	 * stops after it: requests in flight hold up the web server for as long as they take.
	 */
	static final int PHASE = Integer.MAX_VALUE - 4096;

	private final TcpServers servers;

	private final Duration gracePeriod;

	private volatile boolean running;

	public TcpServerLifecycle(TcpServers servers, Duration gracePeriod) {
		this.servers = servers;
		this.gracePeriod = gracePeriod;
	}

	@Override
	public void start() {
		this.servers.start();
		this.running = true;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		if (this.servers.isReplaced()) {
			this.servers.handOver();
		}
		Duration grace = (this.servers.isStopping()) ? Duration.ZERO : this.gracePeriod;
		this.servers.shutdown(grace).whenComplete((result, failure) -> callback.run());
	}

	/**
	 * Close what the phases have left, or what was opened before the start failed: from
	 * here on beans are gone.
	 */
	@Override
	public void destroy() {
		this.servers.close();
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
