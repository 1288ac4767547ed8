package io.tcpboot.server;

import java.time.Duration;

import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Stops the servers in order when the application context stops: no new connections, a
 * goodbye to each socket, time for what is going on. Everything that has started before,
 * the servers themselves included, is still there meanwhile. When the context is replaced
 * by another, nothing stops.
 */
public final class TcpServerShutdownLifecycle implements SmartLifecycle {

	/** Where web servers have the same: all begin at the same time. */
	static final int PHASE = Integer.MAX_VALUE - 1024;

	private final TcpServers servers;

	private final Duration gracePeriod;

	private final Readiness readiness;

	private volatile boolean running;

	public TcpServerShutdownLifecycle(ApplicationContext context, TcpServers servers, Duration gracePeriod) {
		this.servers = servers;
		this.gracePeriod = gracePeriod;
		this.readiness = new Readiness(context);
	}

	@Override
	public void start() {
		this.readiness.accept();
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
			callback.run();
			return;
		}
		if (this.servers.isListening()) {
			this.readiness.refuse();
		}
		this.servers.shutdown(this.gracePeriod).whenComplete((result, failure) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

}
