package io.tcpboot.autoconfigure;

import java.time.Duration;

import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Reports what is wrong with a server's or client's properties of TLS, by their keys.
 *
 * @param prefix the keys begin with
 */
record SslKeys(String prefix) {

	String key(String property) {
		return this.prefix + "." + property;
	}

	void refuseWithoutBundle(String property, @Nullable Object value) {
		if (value != null) {
			throw invalid(property, value, "Nothing says which SSL bundle to use. Set " + key("bundle") + " too.");
		}
	}

	TlsOptions.Builder apply(TlsOptions.Builder options, @Nullable Duration handshakeTimeout) {
		if (handshakeTimeout != null) {
			check("handshake-timeout", handshakeTimeout, () -> options.handshakeTimeout(handshakeTimeout));
		}
		return options;
	}

	void check(String property, Object value, Runnable use) {
		try {
			use.run();
		}
		catch (IllegalArgumentException ex) {
			throw invalid(property, value, ex.getMessage());
		}
	}

	InvalidConfigurationPropertyValueException invalid(String property, @Nullable Object value,
			@Nullable String reason) {
		return new InvalidConfigurationPropertyValueException(key(property), value, reason);
	}

}
