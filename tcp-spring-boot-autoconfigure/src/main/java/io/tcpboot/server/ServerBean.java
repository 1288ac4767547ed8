package io.tcpboot.server;

import io.tcpboot.annotation.TcpServer;
import io.tcpboot.handler.HandlerBean;

import org.springframework.util.StringUtils;

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
		return isNamed() ? this.annotation.name() : lastPart(beanName());
	}

	boolean isNamed() {
		return !this.annotation.name().isEmpty();
	}

	/**
	 * Nested and imported classes give their beans names with dots, which would read as
	 * several keys in a property.
	 */
	private static String lastPart(String beanName) {
		int separator = Math.max(beanName.lastIndexOf('.'), beanName.lastIndexOf('$'));
		return StringUtils.uncapitalizeAsProperty(beanName.substring(separator + 1));
	}

}
