package io.tcpboot.autoconfigure.devtools;

import java.util.function.Function;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * The data of one socket between two class loaders. Of what is {@linkplain StableClasses
 * stable} it is the object, of all else a copy, made by serialisation; nothing of it
 * refers to the loader it came from. Neither way throws: what fails is told by
 * {@link ThawedData}.
 */
interface FrozenData {

	/**
	 * Freeze what a socket has. Nothing may change it meanwhile, so call it when no
	 * callback runs.
	 * @param data the data
	 * @return what is left of it
	 */
	static FrozenData freeze(@Nullable Object data) {
		return (data != null) ? SerializedData.of(data) : new KeptData(null);
	}

	/**
	 * Make the data of it again.
	 * @param loader the one that loads the classes from now on
	 * @param sockets the socket with an id, or {@code null} if it is gone
	 * @return the data, or why there is none
	 */
	ThawedData thaw(ClassLoader loader, Function<String, @Nullable TcpSocket<?>> sockets);

}
