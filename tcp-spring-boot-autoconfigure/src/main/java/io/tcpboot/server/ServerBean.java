package io.tcpboot.server;

import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.Names;

/**
 * A bean that is a server, or a part of one.
 *
 * @param bean the bean
 * @param annotation what it says about the server
 */
record ServerBean(HandlerBean bean, TcpServer annotation) {

	String beanName() {
		return this.bean.name();
	}

	String serverName() {
		return isNamed() ? this.annotation.name() : Names.ofBean(beanName());
	}

	boolean isNamed() {
		return !this.annotation.name().isEmpty();
	}

}
