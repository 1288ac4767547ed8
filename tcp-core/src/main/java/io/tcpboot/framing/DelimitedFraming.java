package io.tcpboot.framing;

import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;

/**
 * Frames that end at a delimiter.
 */
final class DelimitedFraming extends Framing {

	private final Delimiters delimiters;

	DelimitedFraming(Delimiters delimiters, int maxFrame, Duration deadline) {
		super(maxFrame, deadline);
		this.delimiters = delimiters;
	}

	@Override
	Framing with(int maxFrame, Duration deadline) {
		return new DelimitedFraming(this.delimiters, maxFrame, deadline);
	}

	@Override
	public List<ChannelHandler> newHandlers() {
		return decoder(new DelimiterCutter(this.delimiters), this.delimiters.longest() - 1);
	}

	@Override
	public int frameBytes(ByteBuf payload) {
		int bytes = checkedBytes(payload);
		this.delimiters.checkAbsent(payload);
		return bytes + this.delimiters.first().length;
	}

	@Override
	public void writeFrame(ByteBuf out, ByteBuf payload) {
		copy(payload, out);
		out.writeBytes(this.delimiters.first());
	}

}
