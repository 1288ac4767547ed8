package io.tcpboot.autoconfigure.observation;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.micrometer.observation.Observation;
import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import io.tcpboot.handler.AsyncCall;
import org.jspecify.annotations.Nullable;

/**
 * Observes a call that may be done later: it is in scope until the call returns, and
 * stops when the stage completes.
 *
 * @param call the call
 * @param place where it is called
 */
record ObservedAsyncCall(AsyncCall call, ObservedPlace place) implements AsyncCall {

	@Override
	public CompletionStage<?> call(TcpSocket<Object> socket, ByteBuf bytes) throws Exception {
		Observation observation = this.place.observation(socket).start();
		CompletionStage<?> stage;
		try {
			stage = observation.scopedChecked(() -> this.call.call(socket, bytes));
		}
		catch (Exception | Error ex) {
			observation.stop();
			throw ex;
		}
		return stage.whenComplete((value, failure) -> stop(observation, failure));
	}

	private static void stop(Observation observation, @Nullable Throwable failure) {
		if (failure != null) {
			Throwable cause = failure.getCause();
			observation.error((failure instanceof CompletionException && cause != null) ? cause : failure);
		}
		observation.stop();
	}

}
