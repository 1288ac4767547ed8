package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.util.function.Function;

import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * Collects what servers and clients have in common of their properties of TLS, under
 * whatever spelling of a name.
 */
final class SslPropertiesFactory {

	private SslPropertiesFactory() {
	}

	/**
	 * Set what is set.
	 * @param settings those of the server or client
	 * @param getter its properties of TLS
	 * @param ssl what to complete
	 */
	static <P extends SocketProperties> void apply(Settings<P> settings, Function<P, ? extends SslProperties> getter,
			SslProperties ssl) {
		settings.applyOwn("ssl.enabled", (own) -> getter.apply(own).getEnabled(), ssl::setEnabled);
		settings.applyOwn("ssl.bundle", (own) -> getter.apply(own).getBundle(), ssl::setBundle);
		applyHandshakeTimeout(settings, (own) -> getter.apply(own).getHandshakeTimeout(), ssl);
	}

	/**
	 * A default is no reason to speak TLS, but is checked all the same.
	 */
	private static <P extends SocketProperties> void applyHandshakeTimeout(Settings<P> settings,
			Function<P, @Nullable Duration> own, SslProperties ssl) {
		boolean used = ssl.getBundle() != null || ssl.getEnabled() != null
				|| settings.own("ssl.handshake-timeout", own) != null;
		settings.apply("ssl.handshake-timeout", own, (defaults) -> defaults.getSsl().getHandshakeTimeout(),
				(timeout) -> {
					TlsOptions.builder().handshakeTimeout(timeout);
					ssl.setHandshakeTimeout((used) ? timeout : null);
				});
	}

}
