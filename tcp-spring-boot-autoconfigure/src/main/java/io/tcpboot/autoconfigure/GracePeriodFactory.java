package io.tcpboot.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Reads {@code tcp.shutdown.grace-period}, which servers and clients have in common.
 */
final class GracePeriodFactory {

	private static final Duration MAX = Duration.ofDays(36500);

	private GracePeriodFactory() {
	}

	static Duration create(TcpProperties.Shutdown shutdown) {
		Duration gracePeriod = shutdown.getGracePeriod();
		if (gracePeriod.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("tcp.shutdown.grace-period", gracePeriod,
					"It must not be negative. 0 closes sockets at once.");
		}
		if (gracePeriod.compareTo(MAX) > 0) {
			throw new InvalidConfigurationPropertyValueException("tcp.shutdown.grace-period", gracePeriod,
					"It must not be longer than " + MAX.toDays() + " days.");
		}
		return gracePeriod;
	}

}
