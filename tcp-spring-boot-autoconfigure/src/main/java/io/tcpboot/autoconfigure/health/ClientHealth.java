package io.tcpboot.autoconfigure.health;

import io.tcpboot.client.ClientState;
import io.tcpboot.client.ManagedClient;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Whether a client is connected. One that nobody has used yet, or that is switched off,
 * is neither up nor down.
 *
 * @param client the client
 */
record ClientHealth(ManagedClient<?> client) implements HealthIndicator {

	@Override
	public Health health() {
		ClientState state = this.client.state();
		Health.Builder health = health(state).withDetail("state", state).withDetail("address", this.client.address());
		Throwable failure = this.client.lastFailure();
		if (state != ClientState.CONNECTED && failure != null) {
			health.withDetail("error", failure.toString());
		}
		return health.build();
	}

	private static Health.Builder health(ClientState state) {
		return switch (state) {
			case CONNECTED -> Health.up();
			case CONNECTING, WAITING, GAVE_UP -> Health.down();
			case IDLE, STOPPED -> Health.unknown();
		};
	}

}
