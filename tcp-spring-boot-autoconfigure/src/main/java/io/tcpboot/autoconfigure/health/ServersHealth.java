package io.tcpboot.autoconfigure.health;

import java.util.stream.Stream;

import io.tcpboot.server.TcpServers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * The health of each server, those opened at run time included.
 *
 * @param servers the servers
 */
record ServersHealth(TcpServers servers) implements CompositeHealthContributor {

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return stream().filter((entry) -> entry.name().equals(name)).findFirst().map(Entry::contributor).orElse(null);
	}

	@Override
	public Stream<Entry> stream() {
		return this.servers.listeners()
			.stream()
			.map((listener) -> new Entry(listener.name(), new ServerHealth(this.servers, listener)));
	}

}
