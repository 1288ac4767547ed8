package io.tcpboot.framing;

import java.time.Duration;

import io.netty.handler.codec.DecoderException;

/**
 * A frame has begun and was not complete within {@link Framing#deadline()}. It has no
 * stack trace: peers cause it, not code.
 */
public final class FrameTimeoutException extends DecoderException {

	private static final long serialVersionUID = 1L;

	FrameTimeoutException(Duration deadline) {
		super("frame not complete within " + deadline);
	}

	@Override
	public Throwable fillInStackTrace() {
		return this;
	}

}
