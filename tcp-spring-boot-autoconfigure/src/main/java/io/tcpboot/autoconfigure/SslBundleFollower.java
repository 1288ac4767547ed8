package io.tcpboot.autoconfigure;

import java.util.function.Function;

import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges the options of one {@link ReloadableTls} when one of its SSL bundles changes.
 * If the new ones cannot work, the old ones go on.
 */
final class SslBundleFollower {

	private static final Logger logger = LoggerFactory.getLogger(SslBundleFollower.class);

	private final String prefix;

	private final TlsOptionsFactory factory;

	// Guarded by this object.
	private @Nullable ReloadableTls tls;

	SslBundleFollower(String prefix, TlsOptionsFactory factory) {
		this.prefix = prefix;
		this.factory = factory;
	}

	/**
	 * Make TLS of the bundles. To be called once, as handlers of updates cannot be
	 * removed. They come first, so that no change is missed.
	 */
	ReloadableTls follow(NamedSslBundles bundles, Function<TlsOptions, ReloadableTls> side) {
		this.factory.bundles().forEach((name, property) -> bundles.follow(property, name, (changed) -> reload(name)));
		synchronized (this) {
			this.tls = side.apply(this.factory.create());
			return this.tls;
		}
	}

	/**
	 * Throws nothing: other handlers of the bundle would not be called.
	 */
	private synchronized void reload(String bundle) {
		if (this.tls == null) {
			return;
		}
		try {
			this.tls.reload(this.factory.create());
			logger.info("{}: new handshakes use the new SSL bundle '{}'", this.prefix, bundle);
		}
		catch (Exception ex) {
			logger.error("{}: the new SSL bundle '{}' cannot be used, the old one stays: {}", this.prefix, bundle,
					ex.getMessage());
			logger.debug("{}: the new SSL bundle '{}' cannot be used", this.prefix, bundle, ex);
		}
	}

}
