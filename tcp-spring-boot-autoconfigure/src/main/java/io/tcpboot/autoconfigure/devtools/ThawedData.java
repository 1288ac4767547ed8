package io.tcpboot.autoconfigure.devtools;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What became of the data of a socket.
 *
 * @param data the data; {@code null} if there was none, or if it is lost
 * @param failure why it is lost, or {@code null} if it is not
 */
record ThawedData(@Nullable Object data, @Nullable DataFailure failure) {

	/**
	 * Return this if it is what it is taken for now, and else that it is lost.
	 */
	ThawedData as(List<Class<?>> types) {
		Object data = this.data;
		if (data == null) {
			return this;
		}
		return types.stream()
			.filter((type) -> !type.isInstance(data))
			.findFirst()
			.map((type) -> new ThawedData(null, DataFailure.mistaken(data, type)))
			.orElse(this);
	}

	boolean isLost() {
		return this.failure != null;
	}

}
