package io.tcpboot.client;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Lets the clients connect when the application context starts, and closes them when it
 * stops. Waits for no connection. Can be started again.
 */
public final class TcpClientLifecycle implements SmartLifecycle, DisposableBean {

	/**
	 * Above the servers, so that a client of the application's own server finds it bound,
	 * and below the web server, at {@code Integer.MAX_VALUE - 2048}, whose requests may
	 * need a client. Servers of both kinds drain at {@code Integer.MAX_VALUE - 1024}, so
	 * what they still do for their peers can use the clients: these stop only then.
	 */
	static final int PHASE = Integer.MAX_VALUE - 3072;

	private final TcpClients clients;

	private volatile boolean running;

	/**
	 * Create a life cycle for clients.
	 * @param registrar has declared them; its beans are destroyed after this one
	 * @param clients the clients
	 */
	public TcpClientLifecycle(TcpClientRegistrar registrar, TcpClients clients) {
		this.clients = clients;
	}

	@Override
	public void start() {
		this.clients.start();
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
		this.clients.stop().whenComplete((result, failure) -> callback.run());
	}

	/**
	 * Close by force what has not closed in time: a bean must not be called after it was
	 * destroyed.
	 */
	@Override
	public void destroy() {
		this.clients.stopNow();
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
	 * Paused, it would lose its connections: the test framework pauses what no test uses
	 * at the moment.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

}
