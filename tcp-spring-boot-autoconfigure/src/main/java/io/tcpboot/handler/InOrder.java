package io.tcpboot.handler;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Calls several for one event. All are called, also when one has failed; bytes are shown
 * to each from the start.
 */
final class InOrder implements EventCall {

	private final EventCall[] calls;

	private InOrder(List<EventCall> calls) {
		this.calls = calls.toArray(EventCall[]::new);
	}

	static EventCall of(List<EventCall> calls) {
		return (calls.size() == 1) ? calls.get(0) : new InOrder(calls);
	}

	@Override
	public void call(TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
		Failure failure = null;
		for (EventCall call : this.calls) {
			try {
				callFromStart(call, socket, subject);
			}
			catch (Exception | Error ex) {
				failure = (failure != null) ? failure : new Failure();
				failure.add(ex);
			}
		}
		if (failure != null) {
			failure.rethrow();
		}
	}

	private void callFromStart(EventCall call, TcpSocket<Object> socket, @Nullable Object subject) throws Exception {
		if (!(subject instanceof ByteBuf bytes)) {
			call.call(socket, subject);
			return;
		}
		int readerIndex = bytes.readerIndex();
		int writerIndex = bytes.writerIndex();
		try {
			call.call(socket, bytes);
		}
		finally {
			bytes.setIndex(readerIndex, writerIndex);
		}
	}

}
