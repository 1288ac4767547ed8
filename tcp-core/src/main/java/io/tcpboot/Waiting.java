package io.tcpboot;

import java.util.ArrayDeque;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * What a socket that is not read has to wait with. It exists only where something waits,
 * so that a connection does not pay for it. Event loop only.
 */
final class Waiting {

	/** What was read, in its order. */
	final Queue<Object> messages = new ArrayDeque<>(1);

	/** Not null while the socket is parked. */
	@Nullable Parking parking;

}
