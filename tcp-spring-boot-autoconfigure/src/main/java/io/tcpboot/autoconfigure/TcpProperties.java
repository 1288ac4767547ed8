package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tcpboot.transport.Transport.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of TCP servers and clients.
 */
@ConfigurationProperties("tcp")
public class TcpProperties {

	/**
	 * Threads that do all input and output.
	 */
	private final EventLoop eventLoop = new EventLoop();

	/**
	 * How the application stops.
	 */
	private final Shutdown shutdown = new Shutdown();

	/**
	 * What holds for every server and client that has no value of its own.
	 */
	@NestedConfigurationProperty
	private final DefaultProperties defaults = new DefaultProperties();

	/**
	 * Servers by name.
	 */
	private final Map<String, ServerProperties> servers = new LinkedHashMap<>();

	/**
	 * Clients by name.
	 */
	private final Map<String, ClientProperties> clients = new LinkedHashMap<>();

	public EventLoop getEventLoop() {
		return this.eventLoop;
	}

	public Shutdown getShutdown() {
		return this.shutdown;
	}

	public DefaultProperties getDefaults() {
		return this.defaults;
	}

	public Map<String, ServerProperties> getServers() {
		return this.servers;
	}

	public Map<String, ClientProperties> getClients() {
		return this.clients;
	}

	/**
	 * Properties of the event loop.
	 */
	public static class EventLoop {

		/**
		 * How sockets are waited for.
		 */
		private @Nullable Kind transport;

		/**
		 * Number of threads. One for each processor unless set.
		 */
		private @Nullable Integer threads;

		/**
		 * Time that a callback may keep a thread before a warning is logged, 0 not to
		 * watch.
		 */
		private @Nullable Duration blockedThreshold;

		public @Nullable Kind getTransport() {
			return this.transport;
		}

		public void setTransport(@Nullable Kind transport) {
			this.transport = transport;
		}

		public @Nullable Integer getThreads() {
			return this.threads;
		}

		public void setThreads(@Nullable Integer threads) {
			this.threads = threads;
		}

		public @Nullable Duration getBlockedThreshold() {
			return this.blockedThreshold;
		}

		public void setBlockedThreshold(@Nullable Duration blockedThreshold) {
			this.blockedThreshold = blockedThreshold;
		}

	}

	/**
	 * Properties of the shutdown.
	 */
	public static class Shutdown {

		/**
		 * Time that sockets get to deliver what they have accepted, 0 to close them at
		 * once. If a duration suffix is not specified, seconds will be used.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private Duration gracePeriod = Duration.ofSeconds(20);

		public Duration getGracePeriod() {
			return this.gracePeriod;
		}

		public void setGracePeriod(Duration gracePeriod) {
			this.gracePeriod = gracePeriod;
		}

	}

}
