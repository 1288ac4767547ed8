package io.tcpboot.autoconfigure.devtools;

import java.util.function.Function;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Nothing but the reason why.
 */
record LostData(DataFailure failure) implements FrozenData {

	@Override
	public ThawedData thaw(ClassLoader loader, Function<String, @Nullable TcpSocket<?>> sockets) {
		return new ThawedData(null, this.failure);
	}

}
