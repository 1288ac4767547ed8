package io.tcpboot.autoconfigure.health;

import io.tcpboot.TcpListener;
import io.tcpboot.server.ServerState;
import io.tcpboot.server.TcpServers;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether a server listens. One that is stopped with the application is out of service,
 * and so is one that lets its sockets finish.
 *
 * @param servers knows whether the application stops
 * @param listener the server
 */
record ServerHealth(TcpServers servers, TcpListener<?> listener) implements HealthIndicator {

	@Override
	public Health health() {
		return health(new Health.Builder()).withDetail("address", this.listener.localAddress().toString())
			.withDetail("open", this.listener.sockets().size())
			.build();
	}

	private Health.Builder health(Health.Builder health) {
		return switch (ServerState.of(this.listener)) {
			case LISTENING -> health.up();
			case DRAINING -> health.outOfService();
			case STOPPED -> (this.servers.isStopping()) ? health.outOfService() : health.down();
		};
	}

}
