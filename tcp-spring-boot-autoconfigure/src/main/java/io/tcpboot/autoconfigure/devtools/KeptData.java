package io.tcpboot.autoconfigure.devtools;

import java.util.function.Function;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * The very object.
 */
record KeptData(@Nullable Object data) implements FrozenData {

	@Override
	public ThawedData thaw(ClassLoader loader, Function<String, @Nullable TcpSocket<?>> sockets) {
		return new ThawedData(this.data, null);
	}

}
