package io.tcpboot.autoconfigure.health;

import java.util.stream.Stream;

import io.tcpboot.client.TcpClients;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * The health of each client that is a bean.
 *
 * @param clients the clients
 */
record ClientsHealth(TcpClients clients) implements CompositeHealthContributor {

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return stream().filter((entry) -> entry.name().equals(name)).findFirst().map(Entry::contributor).orElse(null);
	}

	@Override
	public Stream<Entry> stream() {
		return this.clients.names()
			.stream()
			.map((name) -> new Entry(name, new ClientHealth(this.clients.client(name))));
	}

}
