package io.tcpboot.benchmark.peer;

import java.util.Map;

import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpMessageMapper;

/**
 * Numbers the messages of a connection for the resequencer. The mapper's own number is a
 * {@code Long}, which the resequencer refuses (7.0.5).
 */
final class NumberingMapper extends TcpMessageMapper {

	@Override
	protected Map<String, ?> supplyCustomHeaders(TcpConnection connection) {
		return Map.of(IntegrationMessageHeaderAccessor.CORRELATION_ID, connection.getConnectionId(),
				IntegrationMessageHeaderAccessor.SEQUENCE_NUMBER, (int) connection.incrementAndGetConnectionSequence());
	}

}
