package io.tcpboot.handler;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.Assert;

/**
 * Finds beans by an annotation of theirs. By name, so that lazy ones are found too.
 */
public final class HandlerBeanFinder {

	/**
	 * Scopes of which a proxy is no help: a new object for each call, or none without a
	 * request.
	 */
	private static final Set<String> PASSING_SCOPES = Set.of(ConfigurableBeanFactory.SCOPE_PROTOTYPE, "request",
			"session", "websocket");

	private final ConfigurableListableBeanFactory beanFactory;

	public HandlerBeanFinder(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find beans, and create those that are lazy.
	 * @param annotation on the class of a bean, or on its {@code @Bean} method
	 * @return the beans in the order in which to call them
	 * @throws InvalidTcpServerException if one has a scope in which it cannot be called
	 */
	public List<HandlerBean> find(Class<? extends Annotation> annotation) {
		return Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(annotation))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.map(this::bean)
			.sorted(Comparator.comparingInt(this::order))
			.toList();
	}

	/**
	 * Return the annotation by which a bean was found.
	 * @param <A> type of the annotation
	 * @param bean one of those found
	 * @param type of the annotation
	 * @return the annotation of the class or {@code @Bean} method
	 */
	public <A extends Annotation> A annotation(HandlerBean bean, Class<A> type) {
		A annotation = this.beanFactory.findAnnotationOnBean(bean.name(), type, false);
		Assert.state(annotation != null, () -> bean + " has lost its annotation");
		return annotation;
	}

	/**
	 * Resolve the placeholders of an attribute.
	 * @param bean who has the annotation
	 * @param annotation the annotation
	 * @param attribute name of the attribute
	 * @param value its value
	 * @return the value without placeholders
	 * @throws InvalidTcpServerException if there is no property for one
	 */
	public String resolve(HandlerBean bean, Annotation annotation, String attribute, String value) {
		try {
			String resolved = this.beanFactory.resolveEmbeddedValue(value);
			return (resolved != null) ? resolved : "";
		}
		catch (IllegalArgumentException ex) {
			throw Mistakes.placeholder(bean, annotation, attribute, ex);
		}
	}

	private HandlerBean bean(String name) {
		if (!this.beanFactory.isSingleton(name)) {
			throw Mistakes.scope(name, scope(name));
		}
		String target = ScopedProxyUtils.getTargetBeanName(name);
		if (this.beanFactory.containsBeanDefinition(target) && PASSING_SCOPES.contains(scope(target))) {
			throw Mistakes.scope(name, scope(target));
		}
		return new HandlerBean(name, this.beanFactory.getBean(name));
	}

	private String scope(String name) {
		return String.valueOf(this.beanFactory.getMergedBeanDefinition(name).getScope());
	}

	private int order(HandlerBean bean) {
		if (bean.instance() instanceof Ordered ordered) {
			return ordered.getOrder();
		}
		Order order = this.beanFactory.findAnnotationOnBean(bean.name(), Order.class, false);
		return (order != null) ? order.value() : Ordered.LOWEST_PRECEDENCE;
	}

}
