package io.tcpboot.autoconfigure;

import java.time.Duration;
import java.util.function.Consumer;
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
 * @param blockedThreshold how long a callback may block, or {@code null} for the default
 */
record EventLoopFactory(Transport.@Nullable Kind transport, @Nullable Integer threads,
		@Nullable Duration blockedThreshold) implements Supplier<TcpEventLoop> {

	private static final String TRANSPORT = "tcp.event-loop.transport";

	private static final String THREADS = "tcp.event-loop.threads";

	private static final String BLOCKED_THRESHOLD = "tcp.event-loop.blocked-threshold";

	EventLoopFactory(TcpProperties.EventLoop properties) {
		this(properties.getTransport(), properties.getThreads(), properties.getBlockedThreshold());
	}

	@Override
	public TcpEventLoop get() {
		TcpEventLoop.Builder builder = TcpEventLoop.builder();
		if (this.transport != null) {
			builder.transport(this.transport);
		}
		apply(THREADS, this.threads, builder::threads);
		apply(BLOCKED_THRESHOLD, this.blockedThreshold, builder::blockedThreshold);
		return build(builder);
	}

	private static <T> void apply(String key, @Nullable T value, Consumer<T> target) {
		try {
			if (value != null) {
				target.accept(value);
			}
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(key, value, ex.getMessage());
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
		reject(BLOCKED_THRESHOLD, this.blockedThreshold);
	}

	private static void reject(String key, @Nullable Object value) {
		if (value != null) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"the application has a TcpEventLoop bean of its own (expected: not set)");
		}
	}

}
