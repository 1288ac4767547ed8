package io.tcpboot.autoconfigure.actuate;

import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the endpoint.
 */
@ConfigurationProperties("tcp.endpoint")
public class TcpEndpointProperties {

	/**
	 * When to show who the peers are: their addresses, and the subjects of their
	 * certificates.
	 */
	private Show showRemoteAddress = Show.WHEN_AUTHORIZED;

	/**
	 * Roles of which one is needed to see who the peers are. Unless set, whoever has
	 * logged in is authorized.
	 */
	private final Set<String> roles = new LinkedHashSet<>();

	/**
	 * Number of sockets that an answer lists at most.
	 */
	private int maxSockets = 1000;

	public Show getShowRemoteAddress() {
		return this.showRemoteAddress;
	}

	public void setShowRemoteAddress(Show showRemoteAddress) {
		this.showRemoteAddress = showRemoteAddress;
	}

	public Set<String> getRoles() {
		return this.roles;
	}

	public int getMaxSockets() {
		return this.maxSockets;
	}

	public void setMaxSockets(int maxSockets) {
		this.maxSockets = maxSockets;
	}

}
