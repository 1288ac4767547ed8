package io.tcpboot.client;

import io.tcpboot.annotation.TcpClient;
import io.tcpboot.handler.HandlerBean;
import io.tcpboot.handler.Names;

/**
 * A bean that is a client, or a part of one.
 *
 * @param bean the bean
 * @param annotation what it says about the client
 */
record ClientBean(HandlerBean bean, TcpClient annotation) {

	String beanName() {
		return this.bean.name();
	}

	String clientName() {
		return isNamed() ? this.annotation.name() : Names.ofBean(beanName());
	}

	boolean isNamed() {
		return !this.annotation.name().isEmpty();
	}

}
