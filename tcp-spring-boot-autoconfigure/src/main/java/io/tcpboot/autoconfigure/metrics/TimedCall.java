package io.tcpboot.autoconfigure.metrics;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.tcpboot.TcpSocket;
import io.tcpboot.handler.EventCall;
import org.jspecify.annotations.Nullable;

/**
 * Times a call that is done when it returns.
 *
 * @param call the call
 * @param timer where to record it
 * @param clock the timer's
 */
record TimedCall(EventCall call, Timer timer, Clock clock) implements EventCall {

	@Override
	public void call(TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
		long startNanos = this.clock.monotonicTime();
		try {
			this.call.call(socket, subject);
		}
		finally {
			this.timer.record(this.clock.monotonicTime() - startNanos, TimeUnit.NANOSECONDS);
		}
	}

}
