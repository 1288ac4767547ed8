package io.tcpboot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.tcpboot.handler.Names;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one server or client: what is set under its name, in any spelling,
 * and the defaults. The first that has a value is taken; spellings come in the order in
 * which Spring Boot binds them, which is that of its property sources. Remembers what was
 * taken, to name the key when a value is refused.
 *
 * @param <P> type of the properties
 */
final class Settings<P extends SocketProperties> {

	private static final String DEFAULTS = "tcp.defaults";

	private final String prefix;

	private final List<Source<P>> own;

	private final Source<DefaultProperties> defaults;

	private final List<Setting<?>> applied = new ArrayList<>();

	/**
	 * Collect the properties.
	 * @param prefix key of all servers or clients, such as {@code tcp.servers}
	 * @param name name of the one
	 * @param properties those of all, by name
	 * @param defaults the defaults
	 */
	Settings(String prefix, String name, Map<String, P> properties, DefaultProperties defaults) {
		this.prefix = prefix + "." + name;
		this.own = properties.entrySet()
			.stream()
			.filter((entry) -> Names.same(entry.getKey(), name))
			.map((entry) -> new Source<>(prefix + "." + entry.getKey(), entry.getValue()))
			.toList();
		this.defaults = new Source<>(DEFAULTS, defaults);
	}

	/**
	 * Return the full key, in the spelling of the name.
	 * @param key what follows the name
	 */
	String key(String key) {
		return this.prefix + "." + key;
	}

	/**
	 * Apply what can have a default, if it is set.
	 * @param key what follows the name in the full key
	 * @param getter asks properties
	 * @param target takes the value, or refuses it with an
	 * {@link IllegalArgumentException}
	 */
	<T> void apply(String key, Function<SocketProperties, @Nullable T> getter, Consumer<? super T> target) {
		apply(key, getter, getter, target);
	}

	<T> void apply(String key, Function<? super P, @Nullable T> getter,
			Function<? super DefaultProperties, @Nullable T> defaultGetter, Consumer<? super T> target) {
		Setting<T> setting = own(key, getter);
		apply((setting != null) ? setting : this.defaults.get(key, defaultGetter), target);
	}

	/**
	 * Apply what can have no default, if it is set.
	 */
	<T> void applyOwn(String key, Function<? super P, @Nullable T> getter, Consumer<? super T> target) {
		apply(own(key, getter), target);
	}

	/**
	 * Apply what can have a default, which is not for unix sockets.
	 */
	<T> void applyInet(boolean unix, String key, Function<? super P, @Nullable T> getter,
			Function<? super DefaultProperties, @Nullable T> defaultGetter, Consumer<? super T> target) {
		if (unix) {
			applyOwn(key, getter, target);
		}
		else {
			apply(key, getter, defaultGetter, target);
		}
	}

	private <T> void apply(@Nullable Setting<T> setting, Consumer<? super T> target) {
		if (setting != null) {
			this.applied.add(setting);
			check(() -> target.accept(setting.value()), setting);
		}
	}

	<T> @Nullable Setting<T> own(String key, Function<? super P, @Nullable T> getter) {
		return this.own.stream()
			.map((source) -> source.get(key, getter))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	<T> @Nullable Setting<T> find(String key, Function<SocketProperties, @Nullable T> getter) {
		Setting<T> setting = own(key, getter);
		return (setting != null) ? setting : this.defaults.get(key, getter);
	}

	/**
	 * Run what checks several values against each other.
	 * @param action throws an {@link IllegalArgumentException} that names them
	 */
	void check(Runnable action) {
		check(action, null);
	}

	private void check(Runnable action, @Nullable Setting<?> current) {
		try {
			action.run();
		}
		catch (IllegalArgumentException ex) {
			Setting<?> culprit = culprit(String.valueOf(ex.getMessage()), current);
			throw (culprit != null) ? culprit.invalid(String.valueOf(ex.getMessage())) : ex;
		}
	}

	/**
	 * Messages begin with the name of what is wrong, and may name what it does not fit.
	 */
	private @Nullable Setting<?> culprit(String message, @Nullable Setting<?> current) {
		Stream<Predicate<Setting<?>>> suspicions = Stream.of(
				(setting) -> message.matches("(?s)(\\w+\\.)?" + setting.coreName() + ":.*"),
				(setting) -> setting.equals(current),
				(setting) -> message.matches("(?s).*\\b" + setting.coreName() + "\\b.*"));
		return suspicions.flatMap((suspicion) -> this.applied.stream().filter(suspicion)).findFirst().orElse(null);
	}

	/**
	 * Properties and where they stand.
	 */
	private record Source<P>(String prefix, P properties) {

		<T> @Nullable Setting<T> get(String key, Function<? super P, @Nullable T> getter) {
			T value = getter.apply(this.properties);
			return (value != null) ? new Setting<>(this.prefix + "." + key, value) : null;
		}

	}

}
