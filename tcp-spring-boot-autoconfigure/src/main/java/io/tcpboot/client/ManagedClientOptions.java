package io.tcpboot.client;

import java.time.Duration;
import java.util.List;

import io.tcpboot.ClientOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Where a client connects to, and what it does when it is not connected.
 */
public final class ManagedClientOptions {

	private final String name;

	private final List<ClientOptions> targets;

	private final boolean connectOnUse;

	private final @Nullable BackOff reconnect;

	private final Duration stableAfter;

	private ManagedClientOptions(Builder values) {
		this.name = (values.name != null) ? values.name : address(values.targets.get(0));
		this.targets = values.targets.stream().map(this::named).toList();
		this.connectOnUse = values.connectOnUse;
		this.reconnect = values.reconnect;
		this.stableAfter = values.stableAfter;
	}

	private ClientOptions named(ClientOptions target) {
		return (target.name() != null) ? target : target.toBuilder().name(this.name).build();
	}

	/**
	 * Return options for one or more targets, with defaults for everything else.
	 * @param targets where to connect to, tried in turn
	 * @return default options
	 */
	public static ManagedClientOptions to(ClientOptions... targets) {
		return builder().targets(List.of(targets)).build();
	}

	/**
	 * Start from the defaults. Only the targets have none.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the name of the client.
	 * @return the name; that of the first target unless set
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return where to connect to.
	 * @return at least one, in the order in which to try them
	 */
	public List<ClientOptions> targets() {
		return this.targets;
	}

	/**
	 * Return the target at an address.
	 * @param address as {@link ManagedClient#address()} tells it
	 * @return the target, the first one if there is none
	 */
	public ClientOptions target(String address) {
		return this.targets.stream()
			.filter((target) -> address(target).equals(address))
			.findFirst()
			.orElse(this.targets.get(0));
	}

	/**
	 * Return whether to wait for a first use.
	 * @return {@code false} unless set: the client connects at once
	 */
	public boolean isConnectOnUse() {
		return this.connectOnUse;
	}

	/**
	 * Return how long to wait before each attempt after the first.
	 * @return the waiting times; {@code null} to give up at once
	 */
	public @Nullable BackOff reconnect() {
		return this.reconnect;
	}

	/**
	 * Return how long a connection has to last to count as a good one.
	 * @return the time; 30 seconds unless set
	 */
	public Duration stableAfter() {
		return this.stableAfter;
	}

	static String address(ClientOptions target) {
		if (target.abstractName() != null) {
			return "@" + target.abstractName();
		}
		return (target.path() != null) ? target.path().toString() : target.host() + ":" + target.port();
	}

	/**
	 * Collects values.
	 */
	public static final class Builder {

		private static final Duration MAX_DELAY = Duration.ofSeconds(30);

		private @Nullable String name;

		private List<ClientOptions> targets = List.of();

		private boolean connectOnUse;

		private @Nullable BackOff reconnect = defaultReconnect();

		private Duration stableAfter = MAX_DELAY;

		private Builder() {
		}

		private static BackOff defaultReconnect() {
			ExponentialBackOff backOff = new ExponentialBackOff(500, 2);
			backOff.setMaxInterval(MAX_DELAY.toMillis());
			backOff.setJitter(100);
			return backOff;
		}

		/**
		 * Set the name, for logs and look-up.
		 * @param name the name; that of the first target unless set
		 * @return this builder
		 */
		public Builder name(String name) {
			Assert.hasText(name, "name: empty (expected: a name)");
			this.name = name;
			return this;
		}

		/**
		 * Set where to connect to. Each attempt takes the next; one whose connection has
		 * lasted is tried first when it is lost.
		 * @param targets at least one
		 * @return this builder
		 */
		public Builder targets(List<ClientOptions> targets) {
			this.targets = List.copyOf(targets);
			return this;
		}

		/**
		 * Wait for the first use, instead of connecting at once.
		 * @return this builder
		 */
		public Builder connectOnUse() {
			this.connectOnUse = true;
			return this;
		}

		/**
		 * Set how long to wait before each attempt after the first.
		 * @param reconnect the waiting times; unless set, they double from half a second
		 * to 30 seconds, for ever
		 * @return this builder
		 */
		public Builder reconnect(BackOff reconnect) {
			Assert.notNull(reconnect, "reconnect: null (expected: waiting times, or noReconnect())");
			this.reconnect = reconnect;
			return this;
		}

		/**
		 * Give up when the connection is lost or cannot be made.
		 * @return this builder
		 */
		public Builder noReconnect() {
			this.reconnect = null;
			return this;
		}

		/**
		 * Set how long a connection has to last to count as a good one. Only then do the
		 * waiting times begin anew when it is lost, and its target is tried first. So a
		 * peer that accepts and hangs up is treated as one that is not there.
		 * @param stableAfter the time; 30 seconds unless set, zero for any
		 * @return this builder
		 */
		public Builder stableAfter(Duration stableAfter) {
			Assert.isTrue(!stableAfter.isNegative(), () -> "stableAfter: " + stableAfter + " (expected: 0 or more)");
			this.stableAfter = stableAfter;
			return this;
		}

		/**
		 * Build the options.
		 * @return immutable options
		 * @throws IllegalArgumentException if there is no target
		 */
		public ManagedClientOptions build() {
			Assert.notEmpty(this.targets, "targets: none (expected: at least one)");
			return new ManagedClientOptions(this);
		}

	}

}
