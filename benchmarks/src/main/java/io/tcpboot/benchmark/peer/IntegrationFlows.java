package io.tcpboot.benchmark.peer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.IntegrationFlowBuilder;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.ip.dsl.Tcp;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;

/**
 * Spring Integration's flows, between a pair of adapters.
 */
final class IntegrationFlows {

	private IntegrationFlows() {
	}

	static IntegrationFlow of(boolean nio, Mode mode, AbstractServerConnectionFactory connections) {
		IntegrationFlowBuilder flow = IntegrationFlow.from(Tcp.inboundAdapter(connections));
		if (nio) {
			// TcpNio hands messages to a pool of threads, in any order; this is its
			// manual's remedy.
			flow.resequence((resequencer) -> resequencer.releasePartialSequences(true));
		}
		switch (mode) {
			case FIVE -> flow.split(byte[].class, IntegrationFlows::parts);
			case BROADCAST ->
				flow.split(Message.class, (message) -> toEverybody(message, connections.getOpenConnectionIds()));
			case ECHO, FRAMES, LINES, TLS, TLS_JDK -> {
			}
		}
		return flow.handle(Tcp.outboundAdapter(connections)).get();
	}

	private static List<byte[]> parts(byte[] message) {
		return IntStream.range(0, Messages.PARTS)
			.map((part) -> part * Messages.PART)
			.mapToObj((from) -> Arrays.copyOfRange(message, from, Math.min(from + Messages.PART, message.length)))
			.toList();
	}

	private static List<Message<?>> toEverybody(Message<?> message, List<String> connections) {
		return connections.stream()
			.<Message<?>>map((id) -> MessageBuilder.fromMessage(message).setHeader(IpHeaders.CONNECTION_ID, id).build())
			.toList();
	}

}
