package io.tcpboot.autoconfigure.metrics;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import io.tcpboot.handler.AsyncCall;

/**
 * Times a call that may be done later: until its stage completes.
 *
 * @param call the call
 * @param timer where to record it
 * @param clock the timer's
 */
record TimedAsyncCall(AsyncCall call, Timer timer, Clock clock) implements AsyncCall {

	@Override
	public CompletionStage<?> call(TcpSocket<Object> socket, ByteBuf bytes) throws Exception {
		long startNanos = this.clock.monotonicTime();
		CompletionStage<?> stage;
		try {
			stage = this.call.call(socket, bytes);
		}
		catch (Exception | Error ex) {
			record(startNanos);
			throw ex;
		}
		return stage.whenComplete((value, failure) -> record(startNanos));
	}

	private void record(long startNanos) {
		this.timer.record(this.clock.monotonicTime() - startNanos, TimeUnit.NANOSECONDS);
	}

}
