package io.tcpboot.server;

import io.tcpboot.TcpListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the application what happens to its servers.
 */
final class ServerNews {

	private static final Logger logger = LoggerFactory.getLogger(ServerNews.class);

	private final ApplicationEventPublisher publisher;

	ServerNews(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	/**
	 * Tell that a server has started. What a listener throws is the caller's.
	 */
	void started(RunningServer server) {
		this.publisher.publishEvent(new TcpServerStartedEvent(server.name(), server.listener()));
	}

	void reloaded(RunningServer server) {
		this.publisher.publishEvent(new TcpServerReloadedEvent(server.name(), server.listener()));
	}

	/**
	 * Tell when a server has stopped.
	 */
	StopNotice stopped(String name, TcpListener<?> listener) {
		return StopNotice.of(listener, () -> publishStopped(name, listener));
	}

	private void publishStopped(String name, TcpListener<?> listener) {
		try {
			this.publisher.publishEvent(new TcpServerStoppedEvent(name, listener));
		}
		catch (RuntimeException ex) {
			// The others, and the rest of the application, have to stop nevertheless.
			logger.warn("A listener of TcpServerStoppedEvent for TCP server {} failed", name, ex);
		}
	}

}
