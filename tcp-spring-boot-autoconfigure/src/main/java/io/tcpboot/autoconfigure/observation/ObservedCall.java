package io.tcpboot.autoconfigure.observation;

import io.tcpboot.TcpSocket;
import io.tcpboot.handler.EventCall;
import org.jspecify.annotations.Nullable;

/**
 * Observes a call that is done when it returns.
 *
 * @param call the call
 * @param place where it is called
 */
record ObservedCall(EventCall call, ObservedPlace place) implements EventCall {

	@Override
	public void call(TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
		this.place.observation(socket).observeChecked(() -> this.call.call(socket, subject));
	}

}
