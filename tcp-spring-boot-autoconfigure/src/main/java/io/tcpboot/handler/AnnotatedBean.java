package io.tcpboot.handler;

import java.lang.annotation.Annotation;

import org.springframework.util.StringUtils;

/**
 * A bean that is a server or client, or a part of one.
 *
 * @param bean the bean
 * @param annotation what it says about the server or client
 * @param order where the bean comes among those of the same server or client
 * @param <A> type of the annotation
 */
public record AnnotatedBean<A extends Annotation>(HandlerBean bean, A annotation, int order) {

	/**
	 * Return the bean's name.
	 * @return the name
	 */
	public String name() {
		return this.bean.name();
	}

	/**
	 * Return the name of the server or client. Nested and imported classes give their
	 * beans names with dots, which would read as several keys in a property.
	 * @param given the name that the annotation gives, or empty
	 * @return that name, else the last part of the bean's name
	 */
	public String nameOr(String given) {
		if (!given.isEmpty()) {
			return given;
		}
		String name = name();
		int separator = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
		return StringUtils.uncapitalizeAsProperty(name.substring(separator + 1));
	}

}
