package io.tcpboot.handler;

import org.springframework.aop.framework.AopProxyUtils;

/**
 * A bean with handler methods.
 *
 * @param name the bean's name
 * @param instance what is called: the bean, or its proxy
 */
public record HandlerBean(String name, Object instance) {

	/**
	 * Return the class that the user wrote, also if the bean is a proxy.
	 */
	Class<?> userClass() {
		return AopProxyUtils.ultimateTargetClass(this.instance);
	}

	@Override
	public String toString() {
		return "bean '" + this.name + "'";
	}

}
