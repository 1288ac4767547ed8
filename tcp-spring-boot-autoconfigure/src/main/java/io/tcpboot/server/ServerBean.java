package io.tcpboot.server;

import io.tcpboot.annotation.FramingType;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.Names;

/**
 * A bean that is a server, or a part of one, and what its annotation says.
 *
 * @param bean the bean
 * @param name name of the server, empty if it follows from that of the bean
 * @param port the port, or {@link io.tcpboot.annotation.TcpServer#NO_PORT}
 * @param address the address, empty for none
 * @param framing how the stream is cut into messages
 */
record ServerBean(HandlerBean bean, String name, int port, String address, FramingType framing) {

	String beanName() {
		return this.bean.name();
	}

	String serverName() {
		return isNamed() ? this.name : Names.ofBean(beanName());
	}

	boolean isNamed() {
		return !this.name.isEmpty();
	}

}
