package io.tcpboot.handler;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.Assert;

/**
 * Finds the beans that are servers, or those that are clients. By name, so that lazy ones
 * are found too.
 *
 * @param <A> type of the annotation
 */
public final class AnnotatedBeanFinder<A extends Annotation> {

	private final ListableBeanFactory beanFactory;

	private final Class<A> annotationType;

	private final Function<String, InvalidTcpServerException> noSingleton;

	/**
	 * Create a finder.
	 * @param beanFactory has the beans
	 * @param annotationType what they are annotated with
	 * @param noSingleton tells, by its name, of a bean that is no singleton
	 */
	public AnnotatedBeanFinder(ListableBeanFactory beanFactory, Class<A> annotationType,
			Function<String, InvalidTcpServerException> noSingleton) {
		this.beanFactory = beanFactory;
		this.annotationType = annotationType;
		this.noSingleton = noSingleton;
	}

	/**
	 * Find the beans.
	 * @return the beans, in the order in which to call them
	 * @throws InvalidTcpServerException if one is no singleton
	 */
	public List<AnnotatedBean<A>> find() {
		return Arrays.stream(this.beanFactory.getBeanNamesForAnnotation(this.annotationType))
			.filter((beanName) -> !ScopedProxyUtils.isScopedTarget(beanName))
			.map(this::annotatedBean)
			.sorted(Comparator.comparingInt(AnnotatedBean::order))
			.toList();
	}

	private AnnotatedBean<A> annotatedBean(String beanName) {
		if (!this.beanFactory.isSingleton(beanName)) {
			throw this.noSingleton.apply(beanName);
		}
		A annotation = this.beanFactory.findAnnotationOnBean(beanName, this.annotationType, false);
		Assert.state(annotation != null, () -> "bean '" + beanName + "' has lost its annotation");
		HandlerBean bean = new HandlerBean(beanName, this.beanFactory.getBean(beanName));
		return new AnnotatedBean<>(bean, annotation, order(bean));
	}

	private int order(HandlerBean bean) {
		if (bean.instance() instanceof Ordered ordered) {
			return ordered.getOrder();
		}
		Order order = this.beanFactory.findAnnotationOnBean(bean.name(), Order.class, false);
		return (order != null) ? order.value() : Ordered.LOWEST_PRECEDENCE;
	}

}
