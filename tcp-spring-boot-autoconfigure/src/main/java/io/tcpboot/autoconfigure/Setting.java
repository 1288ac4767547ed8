package io.tcpboot.autoconfigure;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * A property that is set.
 *
 * @param <T> type of the value
 * @param key the full key
 * @param value the value
 */
record Setting<T>(String key, T value) {

	InvalidConfigurationPropertyValueException invalid(String reason) {
		return new InvalidConfigurationPropertyValueException(this.key, this.value, reason);
	}

	/**
	 * Return what {@code tcp-core} calls it in its messages.
	 */
	String coreName() {
		StringBuilder name = new StringBuilder();
		String lastPart = this.key.substring(this.key.lastIndexOf('.') + 1);
		for (String word : lastPart.split("-")) {
			name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return name.toString();
	}

}
