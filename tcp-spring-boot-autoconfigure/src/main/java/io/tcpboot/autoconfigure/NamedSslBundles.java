package io.tcpboot.autoconfigure;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * SSL bundles that properties name. What is wrong with one is reported with the property.
 */
final class NamedSslBundles {

	private final @Nullable SslBundles bundles;

	NamedSslBundles(@Nullable SslBundles bundles) {
		this.bundles = bundles;
	}

	/**
	 * Make something of a bundle as it is now.
	 * @param property key of the property
	 * @param name its value, the name of the bundle
	 */
	<T> T use(String property, String name, Function<SslBundle, T> use) {
		SslBundles known = known(property, name);
		try {
			return use.apply(known.getBundle(name));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw new InvalidConfigurationPropertyValueException(property, name, ex.getMessage(), ex);
		}
	}

	/**
	 * Be told of each change of a bundle, for ever.
	 */
	void follow(String property, String name, Consumer<SslBundle> changed) {
		known(property, name).addBundleUpdateHandler(name, changed);
	}

	private SslBundles known(String property, String name) {
		List<String> names = (this.bundles != null) ? this.bundles.getBundleNames() : List.of();
		if (this.bundles == null || !names.contains(name)) {
			String known = names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
			throw new InvalidConfigurationPropertyValueException(property, name,
					"There is no SSL bundle of this name (known: " + known + "). Define it below spring.ssl.bundle.");
		}
		return this.bundles;
	}

}
