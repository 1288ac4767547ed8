package io.tcpboot;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a socket: one immutable set, shared by all sockets of a listener, or
 * given to one connection. Handlers run on the event loop of the socket and must not
 * block it. What a handler throws goes to {@code error}.
 *
 * @param <D> type of the data that the application keeps with each socket
 */
public final class SocketHandlers<D> implements Cloneable {

	final @Nullable Handler<D> open;

	final @Nullable DataHandler<D> data;

	final @Nullable AsyncDataHandler<D> asyncData;

	final @Nullable MessageHandler<D> message;

	final @Nullable Handler<D> handshake;

	final @Nullable Handler<D> drain;

	final @Nullable Handler<D> end;

	final @Nullable CloseHandler<D> close;

	final @Nullable ErrorHandler<D> error;

	final @Nullable Handler<D> timeout;

	final @Nullable ConnectErrorHandler<D> connectError;

	final @Nullable Handler<D> reload;

	final @Nullable Handler<D> shutdown;

	/**
	 * Whether buffers were kept by whom they were lent to. Any thread; a hint.
	 */
	volatile boolean keepsBytes;

	/**
	 * How many reloads came before, where it is in use.
	 */
	int generation;

	private SocketHandlers(Builder<D> builder) {
		this.open = builder.open;
		this.data = builder.data;
		this.asyncData = builder.asyncData;
		this.message = builder.message;
		this.handshake = builder.handshake;
		this.drain = builder.drain;
		this.end = builder.end;
		this.close = builder.close;
		this.error = builder.error;
		this.timeout = builder.timeout;
		this.connectError = builder.connectError;
		this.reload = builder.reload;
		this.shutdown = builder.shutdown;
		this.keepsBytes = builder.asyncData != null;
	}

	/**
	 * Return the same handlers as a set of their own.
	 */
	@SuppressWarnings("unchecked")
	SocketHandlers<D> asGeneration(int generation) {
		try {
			SocketHandlers<D> handlers = (SocketHandlers<D>) clone();
			handlers.generation = generation;
			return handlers;
		}
		catch (CloneNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Start a new set.
	 * @param <D> type of the data that the application keeps with each socket
	 * @return an empty builder
	 */
	public static <D> Builder<D> builder() {
		return new Builder<>();
	}

	/**
	 * Handles an event that has nothing to say but the socket.
	 *
	 * @param <D> type of the socket's data
	 */
	@FunctionalInterface
	public interface Handler<D> {

		/**
		 * Handle the event.
		 * @param socket the socket
		 * @throws Exception goes to {@code error}
		 */
		void handle(TcpSocket<D> socket) throws Exception;

	}

	/**
	 * Handles bytes that have arrived. Where the pieces are cut means nothing.
	 *
	 * @param <D> type of the socket's data
	 */
	@FunctionalInterface
	public interface DataHandler<D> {

		/**
		 * Handle the bytes.
		 * @param socket the socket
		 * @param bytes the bytes, borrowed: valid until this method returns;
		 * {@code retain()} or copy to keep them
		 * @throws Exception goes to {@code error}
		 */
		void handle(TcpSocket<D> socket, ByteBuf bytes) throws Exception;

	}

	/**
	 * Handles bytes that have arrived, and says when it is done with them. Until then the
	 * socket is not read.
	 *
	 * @param <D> type of the socket's data
	 */
	@FunctionalInterface
	public interface AsyncDataHandler<D> {

		/**
		 * Handle the bytes.
		 * @param socket the socket
		 * @param bytes the bytes, borrowed: valid until the returned stage completes
		 * @return a stage that completes when the next bytes may come; a failure of it
		 * goes to {@code error}
		 * @throws Exception goes to {@code error}
		 */
		CompletionStage<?> handle(TcpSocket<D> socket, ByteBuf bytes) throws Exception;

	}

	/**
	 * Handles what a {@linkplain io.tcpboot.framing.Framing#codec codec} has decoded.
	 *
	 * @param <D> type of the socket's data
	 */
	@FunctionalInterface
	public interface MessageHandler<D> {

		/**
		 * Handle the message.
		 * @param socket the socket
		 * @param message the message, borrowed: a reference-counted one is valid until
		 * this method returns, {@code retain()} to keep it
		 * @throws Exception goes to {@code error}
		 */
		void handle(TcpSocket<D> socket, Object message) throws Exception;

	}

	/**
	 * Handles the end of a socket.
	 *
	 * @param <D> type of the socket's data
	 */
	@FunctionalInterface
	public interface CloseHandler<D> {

		/**
		 * Handle the close. It is the last event of the socket.
		 * @param socket the socket, with addresses, counters and data still readable
		 * @param reason why it closed; {@link TcpSocket#closeCause()} has the cause
		 * @throws Exception goes to {@code error}
		 */
		void handle(TcpSocket<D> socket, CloseReason reason) throws Exception;

	}

	/**
	 * Handles what another handler has thrown. The socket stays open, unless it was
	 * {@code open} that threw or {@link SocketOptions#closeOnError()} is on.
	 *
	 * @param <D> type of the socket's data
	 */
	@FunctionalInterface
	public interface ErrorHandler<D> {

		/**
		 * Handle the failure.
		 * @param socket the socket
		 * @param cause what was thrown
		 * @throws Exception is logged, and the socket closes
		 */
		void handle(TcpSocket<D> socket, Throwable cause) throws Exception;

	}

	/**
	 * Handles a connection that could not be made. No other handler is called for it.
	 *
	 * @param <D> type of the socket's data
	 */
	@FunctionalInterface
	public interface ConnectErrorHandler<D> {

		/**
		 * Handle the failure.
		 * @param socket the socket that never opened, with its data
		 * @param cause why
		 * @throws Exception replaces the cause that the future of the connection fails
		 * with, and carries the original as suppressed
		 */
		void handle(TcpSocket<D> socket, TcpConnectException cause) throws Exception;

	}

	/**
	 * Return whether there is a handler for {@code reload}.
	 * @return whether sockets are told of a reload
	 */
	public boolean handlesReload() {
		return this.reload != null;
	}

	/**
	 * Collects handlers.
	 *
	 * @param <D> type of the data that the application keeps with each socket
	 */
	public static final class Builder<D> {

		private @Nullable Handler<D> open;

		private @Nullable DataHandler<D> data;

		private @Nullable AsyncDataHandler<D> asyncData;

		private @Nullable MessageHandler<D> message;

		private @Nullable Handler<D> handshake;

		private @Nullable Handler<D> drain;

		private @Nullable Handler<D> end;

		private @Nullable CloseHandler<D> close;

		private @Nullable ErrorHandler<D> error;

		private @Nullable Handler<D> timeout;

		private @Nullable ConnectErrorHandler<D> connectError;

		private @Nullable Handler<D> reload;

		private @Nullable Handler<D> shutdown;

		private Builder() {
		}

		/**
		 * Called once, before anything else.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> open(Handler<D> handler) {
			this.open = Objects.requireNonNull(handler, "open");
			return this;
		}

		/**
		 * Called with bytes that have arrived.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> data(DataHandler<D> handler) {
			this.data = Objects.requireNonNull(handler, "data");
			this.asyncData = null;
			return this;
		}

		/**
		 * Called with bytes that have arrived, and not again before it is done.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> asyncData(AsyncDataHandler<D> handler) {
			this.asyncData = Objects.requireNonNull(handler, "asyncData");
			this.data = null;
			return this;
		}

		/**
		 * Called with each message that a codec has decoded, but for plain buffers if
		 * there is a handler of {@code data}.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> message(MessageHandler<D> handler) {
			this.message = Objects.requireNonNull(handler, "message");
			return this;
		}

		/**
		 * Called when a TLS handshake has completed: right after {@code open} where the
		 * connection began with TLS, else after {@link TcpSocket#upgradeTls}.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> handshake(Handler<D> handler) {
			this.handshake = Objects.requireNonNull(handler, "handshake");
			return this;
		}

		/**
		 * Read and drop whatever arrives.
		 * @return this builder
		 */
		public Builder<D> discardData() {
			return data((socket, bytes) -> {
			});
		}

		/**
		 * Called once after a refused or short write, when pending bytes have fallen to
		 * the low-water mark.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> drain(Handler<D> handler) {
			this.drain = Objects.requireNonNull(handler, "drain");
			return this;
		}

		/**
		 * Called once when the peer has finished, after all its bytes. What it writes
		 * still reaches the peer.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> end(Handler<D> handler) {
			this.end = Objects.requireNonNull(handler, "end");
			return this;
		}

		/**
		 * Called once, after everything else.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> close(CloseHandler<D> handler) {
			this.close = Objects.requireNonNull(handler, "close");
			return this;
		}

		/**
		 * Called with what another handler has thrown.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> error(ErrorHandler<D> handler) {
			this.error = Objects.requireNonNull(handler, "error");
			return this;
		}

		/**
		 * Called when the timer of {@link TcpSocket#timeout} runs out.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> timeout(Handler<D> handler) {
			this.timeout = Objects.requireNonNull(handler, "timeout");
			return this;
		}

		/**
		 * Called instead of {@code open} when a connection could not be made.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> connectError(ConnectErrorHandler<D> handler) {
			this.connectError = Objects.requireNonNull(handler, "connectError");
			return this;
		}

		/**
		 * Called on each live socket after its handlers were replaced by this set: once,
		 * and before any other event of the set. Only {@code close} may come without it.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> reload(Handler<D> handler) {
			this.reload = Objects.requireNonNull(handler, "reload");
			return this;
		}

		/**
		 * Called on a socket that is {@linkplain TcpSocket#shutdown() shut down}, alone
		 * or with its listener. What it writes still goes out.
		 * @param handler the handler
		 * @return this builder
		 */
		public Builder<D> shutdown(Handler<D> handler) {
			this.shutdown = Objects.requireNonNull(handler, "shutdown");
			return this;
		}

		/**
		 * Build the set.
		 * @return an immutable set
		 * @throws IllegalArgumentException if there is neither {@code data} nor
		 * {@code asyncData} nor {@code message}: input is only dropped when
		 * {@link #discardData()} says so
		 */
		public SocketHandlers<D> build() {
			if (this.data == null && this.asyncData == null && this.message == null) {
				throw new IllegalArgumentException(
						"data: no handler (expected: data, asyncData, message, or discardData() to drop input)");
			}
			return new SocketHandlers<>(this);
		}

	}

}
