package io.tcpboot.framing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.netty.channel.ChannelHandler;

/**
 * Whatever handlers make of the bytes.
 */
final class CodecFraming extends Framing {

	private final Supplier<? extends List<? extends ChannelHandler>> handlers;

	CodecFraming(Supplier<? extends List<? extends ChannelHandler>> handlers, int maxFrame, Duration deadline) {
		super(maxFrame, deadline);
		this.handlers = Objects.requireNonNull(handlers, "handlers");
	}

	@Override
	Framing with(int maxFrame, Duration deadline) {
		return new CodecFraming(this.handlers, maxFrame, deadline);
	}

	@Override
	public boolean isCodec() {
		return true;
	}

	@Override
	public List<ChannelHandler> newHandlers() {
		List<? extends ChannelHandler> supplied = this.handlers.get();
		check(!supplied.isEmpty(), "handlers", supplied, "at least one");
		CodecFront front = new CodecFront(maxFrame(), deadline());
		List<ChannelHandler> all = new ArrayList<>(supplied.size() + 2);
		all.add(front);
		all.addAll(supplied);
		all.add(front.back());
		return all;
	}

}
