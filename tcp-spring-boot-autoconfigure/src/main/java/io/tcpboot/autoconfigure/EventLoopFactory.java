package io.tcpboot.autoconfigure;

import java.util.function.Supplier;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.transport.Transport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes the event loop of {@code tcp.event-loop}.
 *
 * @param transport the transport, or {@code null} for the best there is
 * @param threads number of threads, or {@code null} for the default
 */
record EventLoopFactory(Transport.@Nullable Kind transport,
		@Nullable Integer threads) implements Supplier<TcpEventLoop> {

	private static final String TRANSPORT = "tcp.event-loop.transport";

	private static final String THREADS = "tcp.event-loop.threads";

	EventLoopFactory(TcpProperties.EventLoop properties) {
		this(properties.getTransport(), properties.getThreads());
	}

	@Override
	public TcpEventLoop get() {
		TcpEventLoop.Builder builder = TcpEventLoop.builder();
		if (this.transport != null) {
			builder.transport(this.transport);
		}
		if (this.threads != null) {
			applyThreads(this.threads, builder);
		}
		return build(builder);
	}

	private static void applyThreads(int threads, TcpEventLoop.Builder builder) {
		try {
			builder.threads(threads);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(THREADS, threads, ex.getMessage());
		}
	}

	private TcpEventLoop build(TcpEventLoop.Builder builder) {
		try {
			return builder.build();
		}
		catch (IllegalStateException ex) {
			throw new InvalidConfigurationPropertyValueException(TRANSPORT, this.transport, ex.getMessage());
		}
	}

	/**
	 * Refuse what would be set in vain, if the application brings an event loop of its
	 * own.
	 */
	void rejectSettings() {
		reject(TRANSPORT, this.transport);
		reject(THREADS, this.threads);
	}

	private static void reject(String key, @Nullable Object value) {
		if (value != null) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"the application has a TcpEventLoop bean of its own (expected: not set)");
		}
	}

}
