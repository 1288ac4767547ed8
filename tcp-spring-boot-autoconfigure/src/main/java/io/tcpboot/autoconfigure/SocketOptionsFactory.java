package io.tcpboot.autoconfigure;

import java.util.function.Function;

import io.tcpboot.SocketOptions;
import io.tcpboot.annotation.FramingType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Makes the options of sockets, for servers and clients.
 */
final class SocketOptionsFactory {

	private SocketOptionsFactory() {
	}

	/**
	 * Make options of what is set.
	 * @param settings those of the server or client
	 * @param framing what the annotation says
	 * @param unix whether sockets are unix sockets; defaults that these do not know are
	 * not for them
	 */
	static SocketOptions create(Settings<?> settings, FramingType framing, boolean unix) {
		SocketOptions.Builder options = SocketOptions.builder();
		applyTimeouts(settings, options);
		applyRules(settings, options);
		applyKernel(settings, options, unix);
		applyWriteBuffer(settings, options);
		options.framing(new FramingFactory(settings, framing).create());
		settings.check(options::build);
		return options.build();
	}

	private static void applyTimeouts(Settings<?> settings, SocketOptions.Builder options) {
		settings.apply("idle-timeout", SocketProperties::getIdleTimeout, options::idleTimeout);
		settings.apply("read-timeout", SocketProperties::getReadTimeout, options::readTimeout);
		settings.apply("write-timeout", SocketProperties::getWriteTimeout, options::writeTimeout);
		settings.apply("close-timeout", SocketProperties::getCloseTimeout, options::closeTimeout);
		settings.apply("linger-timeout", SocketProperties::getLingerTimeout, options::lingerTimeout);
	}

	private static void applyRules(Settings<?> settings, SocketOptions.Builder options) {
		settings.apply("allow-half-open", SocketProperties::getAllowHalfOpen, options::allowHalfOpen);
		settings.apply("close-on-error", SocketProperties::getCloseOnError, options::closeOnError);
		settings.apply("close-on-timeout", SocketProperties::getCloseOnTimeout, options::closeOnTimeout);
		settings.apply("auto-back-pressure", SocketProperties::getAutoBackPressure, options::autoBackPressure);
		settings.apply("wiretap", SocketProperties::getWiretap, options::wiretap);
	}

	private static void applyKernel(Settings<?> settings, SocketOptions.Builder options, boolean unix) {
		settings.applyInet(unix, "tcp-no-delay", SocketProperties::getTcpNoDelay, SocketProperties::getTcpNoDelay,
				(unix) ? SocketOptionsFactory::refuseNoDelay : options::noDelay);
		settings.applyInet(unix, "keep-alive", SocketProperties::getKeepAlive, SocketProperties::getKeepAlive,
				options::keepAlive);
		settings.apply("receive-buffer-size", SocketProperties::getReceiveBufferSize,
				(size) -> options.receiveBufferSize(bytes(size)));
		settings.apply("send-buffer-size", SocketProperties::getSendBufferSize,
				(size) -> options.sendBufferSize(bytes(size)));
	}

	private static void refuseNoDelay(boolean noDelay) {
		throw new IllegalArgumentException("noDelay: " + noDelay + " (expected: not set for a unix socket)");
	}

	private static void applyWriteBuffer(Settings<?> settings, SocketOptions.Builder options) {
		settings.apply("write-buffer.high-water-mark", writeBuffer(SocketProperties.WriteBuffer::getHighWaterMark),
				(size) -> options.highWaterMark(bytes(size)));
		settings.apply("write-buffer.low-water-mark", writeBuffer(SocketProperties.WriteBuffer::getLowWaterMark),
				(size) -> options.lowWaterMark(bytes(size)));
		settings.apply("write-buffer.max-pending", writeBuffer(SocketProperties.WriteBuffer::getMaxPending),
				(size) -> options.maxPending(bytes(size)));
	}

	private static <T> Function<SocketProperties, @Nullable T> writeBuffer(
			Function<SocketProperties.WriteBuffer, @Nullable T> getter) {
		return (properties) -> getter.apply(properties.getWriteBuffer());
	}

	static int bytes(DataSize size) {
		try {
			return Math.toIntExact(size.toBytes());
		}
		catch (ArithmeticException ex) {
			throw new IllegalArgumentException(size + " (expected: at most " + Integer.MAX_VALUE + "B)", ex);
		}
	}

}
