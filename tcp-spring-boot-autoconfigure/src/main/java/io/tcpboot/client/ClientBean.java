package io.tcpboot.client;

import io.tcpboot.annotation.FramingType;
import io.tcpboot.annotation.TcpClient;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.Names;

/**
 * A bean that is a client, or a part of one, and what its annotation says.
 *
 * @param bean the bean
 * @param name name of the client, empty if it follows from that of the bean
 * @param host the host, empty for none
 * @param port the port, or {@link TcpClient#NO_PORT}
 * @param framing how the stream is cut into messages
 * @param connect when to connect
 */
record ClientBean(HandlerBean bean, String name, String host, int port, FramingType framing,
		TcpClient.Connect connect) {

	String beanName() {
		return this.bean.name();
	}

	String clientName() {
		return isNamed() ? this.name : Names.ofBean(beanName());
	}

	boolean isNamed() {
		return !this.name.isEmpty();
	}

}
