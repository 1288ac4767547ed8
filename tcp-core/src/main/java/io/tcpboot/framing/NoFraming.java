package io.tcpboot.framing;

import java.time.Duration;
import java.util.List;

import io.netty.channel.ChannelHandler;

/**
 * Bytes as they come.
 */
final class NoFraming extends Framing {

	static final NoFraming INSTANCE = new NoFraming();

	private NoFraming() {
		super(DEFAULT_MAX_FRAME, DEFAULT_DEADLINE);
	}

	@Override
	Framing with(int maxFrame, Duration deadline) {
		throw illegal("framing", "none", "one with frames, to bound them");
	}

	@Override
	public boolean isNone() {
		return true;
	}

	@Override
	public List<ChannelHandler> newHandlers() {
		return List.of();
	}

}
