package io.tcpboot.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * Starts when servers and clients have, which is too much for it.
 */
public class NeverStarting implements SmartLifecycle {

	@Override
	public void start() {
		throw new IllegalStateException("not today");
	}

	@Override
	public void stop() {
	}

	@Override
	public boolean isRunning() {
		return false;
	}

}
