package io.tcpboot.autoconfigure.actuate;

import java.time.Duration;

import io.tcpboot.SocketOptions;
import io.tcpboot.framing.Framing;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a socket. Where 0 switches one off, it stands here too.
 *
 * @param highWaterMark bytes that {@code write} lets wait
 * @param lowWaterMark bytes below which {@code drain} is called
 * @param maxPending bytes that {@code send} lets wait
 * @param idleTimeout longest time without traffic
 * @param readTimeout longest time without input
 * @param writeTimeout longest time without the peer taking anything
 * @param closeTimeout longest silence after the end of this side
 * @param lingerTimeout how long a closed socket drops input
 * @param maxFrame bytes of a frame, {@code null} without framing
 * @param frameDeadline time for a frame that has begun, {@code null} without framing
 */
record SocketLimits(int highWaterMark, int lowWaterMark, int maxPending, Duration idleTimeout, Duration readTimeout,
		Duration writeTimeout, Duration closeTimeout, Duration lingerTimeout, @Nullable Integer maxFrame,
		@Nullable Duration frameDeadline) {

	static SocketLimits of(SocketOptions options) {
		Framing framing = options.framing();
		boolean framed = !framing.isNone() && !framing.isCodec();
		return new SocketLimits(options.highWaterMark(), options.lowWaterMark(), options.maxPending(),
				options.idleTimeout(), options.readTimeout(), options.writeTimeout(), options.closeTimeout(),
				options.lingerTimeout(), (framed) ? framing.maxFrame() : null, (framed) ? framing.deadline() : null);
	}

}
