package io.tcpboot.autoconfigure.devtools;

import org.jspecify.annotations.Nullable;

/**
 * What became of the data of a socket.
 *
 * @param data the data; {@code null} if there was none, or if it is lost
 * @param failure why it is lost, or {@code null} if it is not
 */
record ThawedData(@Nullable Object data, @Nullable DataFailure failure) {

	boolean isLost() {
		return this.failure != null;
	}

}
