package io.tcpboot.framing;

import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;

/**
 * Frames that end with the line.
 */
final class LineFraming extends Framing {

	private static final Delimiters ENDS = new Delimiters(new byte[] { '\n' }, new byte[] { '\r', '\n' });

	LineFraming(int maxFrame, Duration deadline) {
		super(maxFrame, deadline);
	}

	@Override
	Framing with(int maxFrame, Duration deadline) {
		return new LineFraming(maxFrame, deadline);
	}

	@Override
	public List<ChannelHandler> newHandlers() {
		return decoder(new LineCutter(), ENDS.longest() - 1);
	}

	@Override
	public int frameBytes(ByteBuf payload) {
		int bytes = checkedBytes(payload);
		ENDS.checkAbsent(payload);
		return bytes + 1;
	}

	@Override
	public void writeFrame(ByteBuf out, ByteBuf payload) {
		copy(payload, out);
		out.writeByte('\n');
	}

}
