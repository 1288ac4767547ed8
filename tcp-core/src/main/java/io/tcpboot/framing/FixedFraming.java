package io.tcpboot.framing;

import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;

/**
 * Frames of one length.
 */
final class FixedFraming extends Framing {

	private final int bytes;

	FixedFraming(int bytes, int maxFrame, Duration deadline) {
		super(maxFrame, deadline);
		check(maxFrame >= bytes, "maxFrame", maxFrame, ">= " + bytes + ", the length of each frame");
		this.bytes = bytes;
	}

	@Override
	Framing with(int maxFrame, Duration deadline) {
		return new FixedFraming(this.bytes, maxFrame, deadline);
	}

	@Override
	public List<ChannelHandler> newHandlers() {
		return decoder(new FixedCutter(this.bytes), 0);
	}

	@Override
	public int frameBytes(ByteBuf payload) {
		if (payload.readableBytes() != this.bytes) {
			throw illegal("payload", payload.readableBytes() + " bytes", "exactly " + this.bytes);
		}
		return this.bytes;
	}

	@Override
	public void writeFrame(ByteBuf out, ByteBuf payload) {
		copy(payload, out);
	}

}
