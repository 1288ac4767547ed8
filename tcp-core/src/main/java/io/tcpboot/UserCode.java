package io.tcpboot;

import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * The only place where user code is called. What it throws goes to {@code error}, and
 * never further. Event loop only.
 *
 * @param <D> type of the socket's data
 */
final class UserCode<D> {

	private final NettySocket<D> socket;

	private final SocketOwner<D> owner;

	// The set in use, once open. The slot may hold a newer one. Any thread may look.
	private volatile SocketHandlers<D> handlers;

	private @Nullable ByteBuf inbound;

	// An asynchronous handler has not finished. It may outlive the socket.
	private boolean busy;

	// Whoever was not told of open is not told of anything.
	private boolean openTold;

	UserCode(NettySocket<D> socket, SocketOwner<D> owner, SocketHandlers<D> handlers) {
		this.socket = socket;
		this.owner = owner;
		this.handlers = handlers;
	}

	int generation() {
		return this.handlers.generation;
	}

	/**
	 * Note who is calling user code, for those who find that it does not return.
	 */
	private void calling() {
		if (this.socket.loop instanceof SocketLoop loop) {
			loop.calling(this.socket.number());
		}
	}

	/**
	 * Return what the handler is looking at.
	 */
	@Nullable ByteBuf inbound() {
		return this.inbound;
	}

	boolean isBusy() {
		return this.busy;
	}

	/**
	 * Use the handlers that there are now, without a word: there was no event yet.
	 */
	void renew() {
		this.handlers = this.socket.slot.handlers;
	}

	/**
	 * Use the handlers that there are now, for the event that comes next. A new set sees
	 * the reload before anything else, be it that the event comes before the task that
	 * was to tell it.
	 */
	void takeUpReload() {
		SocketHandlers<D> handlers = this.socket.slot.handlers;
		if (handlers != this.handlers && !this.socket.input.isParked()) {
			this.handlers = handlers;
			call(HandlerEvent.RELOAD, handlers.reload);
		}
	}

	/**
	 * Return what {@code open}, or the supplier of the initial data, has thrown.
	 */
	@Nullable Throwable open() {
		renew();
		SocketHandlers.Handler<D> handler = this.handlers.open;
		calling();
		try {
			this.owner.opening(this.socket);
			this.openTold = true;
			if (handler != null) {
				handler.handle(this.socket);
			}
			return null;
		}
		catch (Throwable ex) {
			if (this.openTold) {
				failed(HandlerEvent.OPEN, ex);
			}
			else {
				count(HandlerEvent.OPEN);
				this.owner.unhandled(this.socket, "Initial data", ex);
			}
			this.socket.closeAfterFailure(ex);
			return ex;
		}
	}

	void handshake() {
		takeUpReload();
		call(HandlerEvent.HANDSHAKE, this.handlers.handshake);
	}

	void drain() {
		call(HandlerEvent.DRAIN, this.handlers.drain);
	}

	void end() {
		takeUpReload();
		call(HandlerEvent.END, this.handlers.end);
	}

	void shutdown() {
		takeUpReload();
		call(HandlerEvent.SHUTDOWN, this.handlers.shutdown);
	}

	void timeout() {
		takeUpReload();
		call(HandlerEvent.TIMEOUT, this.handlers.timeout);
	}

	private void call(HandlerEvent event, SocketHandlers.@Nullable Handler<D> handler) {
		if (handler == null) {
			return;
		}
		calling();
		this.socket.cork();
		try {
			handler.handle(this.socket);
		}
		catch (Throwable ex) {
			failed(event, ex);
		}
		finally {
			this.socket.uncork();
		}
	}

	/**
	 * Show bytes or a message to the handler. Takes it over.
	 */
	void deliver(Object message) {
		SocketHandlers<D> handlers = this.handlers;
		SocketHandlers.DataHandler<D> handler = handlers.data;
		calling();
		if (handler == null || !(message instanceof ByteBuf)) {
			deliverOther(handlers, message);
			return;
		}
		ByteBuf bytes = (ByteBuf) message;
		this.inbound = bytes;
		try {
			handler.handle(this.socket, bytes);
		}
		catch (Throwable ex) {
			failed(HandlerEvent.DATA, ex);
		}
		finally {
			this.inbound = null;
			this.socket.handled(bytes);
		}
	}

	private void deliverOther(SocketHandlers<D> handlers, Object message) {
		SocketHandlers.AsyncDataHandler<D> handler = handlers.asyncData;
		if (handler != null && message instanceof ByteBuf bytes) {
			deliverAsync(handler, bytes);
		}
		else {
			deliverMessage(handlers.message, message);
		}
	}

	private void deliverAsync(SocketHandlers.AsyncDataHandler<D> handler, ByteBuf bytes) {
		this.inbound = bytes;
		try {
			CompletionStage<?> stage = handler.handle(this.socket, bytes);
			this.busy = true;
			this.socket.hold(ReadGate.BUSY);
			stage.whenComplete((result, failure) -> {
				// At once only if the handler has just returned it: elsewhere on the
				// event loop another callback may be running.
				if (this.inbound == bytes && this.socket.loop.inEventLoop()) {
					doneAsync(bytes, failure);
				}
				else if (!this.socket.later(() -> doneAsync(bytes, failure))) {
					bytes.release();
				}
			});
		}
		catch (Throwable ex) {
			notBusy();
			this.socket.handled(bytes);
			failed(HandlerEvent.DATA, ex);
		}
		finally {
			this.inbound = null;
		}
	}

	private void doneAsync(ByteBuf bytes, @Nullable Throwable failure) {
		this.socket.handled(bytes);
		if (failure != null) {
			Throwable cause = failure.getCause();
			failedAsync((failure instanceof CompletionException && cause != null) ? cause : failure);
		}
		notBusy();
	}

	private void notBusy() {
		this.busy = false;
		this.socket.release(ReadGate.BUSY);
		Parking parking = this.socket.input.parking();
		if (parking != null) {
			parking.completeIfQuiet();
		}
	}

	private void failedAsync(Throwable cause) {
		if (this.socket.isClosed()) {
			// After close there is no error handler any more.
			count(HandlerEvent.DATA);
			this.owner.unhandled(this.socket, what(HandlerEvent.DATA), cause);
		}
		else if (!this.socket.input.defer(() -> failedAsync(cause))) {
			failed(HandlerEvent.DATA, cause);
		}
	}

	private void deliverMessage(SocketHandlers.@Nullable MessageHandler<D> handler, Object message) {
		try {
			if (handler == null) {
				throw new IllegalStateException("message: no handler for " + message.getClass().getName()
						+ " (expected: SocketHandlers.Builder.message with a codec)");
			}
			handler.handle(this.socket, message);
		}
		catch (Throwable ex) {
			failed(HandlerEvent.MESSAGE, ex);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	/**
	 * Tell of something that no handler has thrown.
	 */
	void error(Throwable cause) {
		takeUpReload();
		SocketHandlers.ErrorHandler<D> handler = this.handlers.error;
		if (handler != null) {
			callError(handler, cause);
		}
	}

	private void failed(HandlerEvent event, Throwable failure) {
		count(event);
		if (!this.socket.isClosed()) {
			takeUpReload();
		}
		SocketHandlers.ErrorHandler<D> handler = this.handlers.error;
		if (handler == null) {
			this.owner.unhandled(this.socket, what(event), failure);
			this.socket.closeAfterFailure(failure);
			return;
		}
		Throwable worse = callError(handler, failure);
		if (worse != null || this.socket.options().closeOnError()) {
			this.socket.closeAfterFailure((worse != null) ? worse : failure);
		}
	}

	/**
	 * Return what the error handler has thrown itself, {@code null} if it has not.
	 */
	private @Nullable Throwable callError(SocketHandlers.ErrorHandler<D> handler, Throwable failure) {
		calling();
		try {
			handler.handle(this.socket, failure);
			return null;
		}
		catch (Throwable ex) {
			count(HandlerEvent.ERROR);
			suppress(ex, failure);
			this.owner.unhandled(this.socket, what(HandlerEvent.ERROR), ex);
			return ex;
		}
	}

	void close(CloseReason reason) {
		// It is too late for a new set to be told of a reload.
		renew();
		SocketHandlers.CloseHandler<D> handler = this.handlers.close;
		if (handler != null && this.openTold) {
			SocketLoop.absent(this.socket.loop, this.socket);
			try {
				handler.handle(this.socket, reason);
			}
			catch (Throwable ex) {
				failed(HandlerEvent.CLOSE, ex);
			}
			finally {
				SocketLoop.absent(this.socket.loop, null);
			}
		}
	}

	/**
	 * Return what to fail the future of the connection with.
	 */
	Throwable connectError(TcpConnectException failure) {
		SocketHandlers.ConnectErrorHandler<D> handler = this.socket.slot.handlers.connectError;
		if (handler != null) {
			SocketLoop.absent(this.socket.loop, this.socket);
			try {
				handler.handle(this.socket, failure);
			}
			catch (Throwable ex) {
				count(HandlerEvent.CONNECT_ERROR);
				suppress(ex, failure);
				return ex;
			}
			finally {
				SocketLoop.absent(this.socket.loop, null);
			}
		}
		return failure;
	}

	private void count(HandlerEvent event) {
		this.owner.incidents().handlerFailed(event);
	}

	private static String what(HandlerEvent event) {
		return "Handler '" + event.name().toLowerCase(Locale.ROOT) + "'";
	}

	private static void suppress(Throwable thrown, Throwable first) {
		if (thrown != first) {
			thrown.addSuppressed(first);
		}
	}

}
