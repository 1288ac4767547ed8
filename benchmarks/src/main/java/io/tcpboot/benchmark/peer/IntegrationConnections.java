package io.tcpboot.benchmark.peer;

import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.DefaultTcpNetSSLSocketFactorySupport;
import org.springframework.integration.ip.tcp.connection.DefaultTcpNioSSLConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNioServerConnectionFactory;
import org.springframework.integration.ip.tcp.serializer.AbstractByteArraySerializer;
import org.springframework.integration.ip.tcp.serializer.AbstractPooledBufferByteArraySerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLfSerializer;

/**
 * Spring Integration's connection factories.
 */
final class IntegrationConnections {

	/** What an event loop has by default; theirs would be 5. */
	private static final int BACKLOG = 1024;

	private static final int MAX_MESSAGE = 16 * 1024;

	/** Of the buffers that are read into: not a new one for each message. */
	private static final int UNLIMITED = 0;

	private IntegrationConnections() {
	}

	static AbstractServerConnectionFactory of(boolean nio, Task task) {
		if (task.mode() == Mode.TLS) {
			throw task.unsupported("the JDK's TLS only");
		}
		AbstractServerConnectionFactory connections = nio ? nio(task) : net(task);
		AbstractByteArraySerializer serializer = serializer(task.mode());
		connections.setSerializer(serializer);
		connections.setDeserializer(serializer);
		connections.setLocalAddress("127.0.0.1");
		connections.setBacklog(BACKLOG);
		connections.setSoTcpNoDelay(true);
		return connections;
	}

	private static AbstractServerConnectionFactory nio(Task task) {
		TcpNioServerConnectionFactory connections = new TcpNioServerConnectionFactory(0);
		connections.setMapper(new NumberingMapper());
		if (task.mode().isTls()) {
			Certificate certificate = task.certificate();
			connections.setTcpNioConnectionSupport(new DefaultTcpNioSSLConnectionSupport(certificate::jdkContext));
		}
		return connections;
	}

	private static AbstractServerConnectionFactory net(Task task) {
		TcpNetServerConnectionFactory connections = new TcpNetServerConnectionFactory(0);
		if (task.mode().isTls()) {
			Certificate certificate = task.certificate();
			connections.setTcpSocketFactorySupport(new DefaultTcpNetSSLSocketFactorySupport(certificate::jdkContext));
		}
		return connections;
	}

	private static AbstractByteArraySerializer serializer(Mode mode) {
		return switch (mode) {
			case ECHO, TLS, TLS_JDK -> pooled(new ChunkSerializer());
			case FIVE, BROADCAST -> pooled(new MessageSerializer());
			case LINES -> pooled(new ByteArrayLfSerializer());
			case FRAMES -> frames();
		};
	}

	private static AbstractByteArraySerializer pooled(AbstractPooledBufferByteArraySerializer serializer) {
		serializer.setMaxMessageSize(MAX_MESSAGE);
		serializer.setPoolSize(UNLIMITED);
		return serializer;
	}

	private static AbstractByteArraySerializer frames() {
		ByteArrayLengthHeaderSerializer serializer = new ByteArrayLengthHeaderSerializer();
		serializer.setMaxMessageSize(MAX_MESSAGE);
		return serializer;
	}

}
