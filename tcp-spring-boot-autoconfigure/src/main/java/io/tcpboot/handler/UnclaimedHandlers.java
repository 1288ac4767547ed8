package io.tcpboot.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.tcpboot.annotation.TcpClient;
import io.tcpboot.annotation.TcpServer;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;

/**
 * Refuses handler methods of beans that belong to no server and no client: nobody would
 * call them, and nobody would say so.
 */
public final class UnclaimedHandlers implements SmartInitializingSingleton {

	private static final List<Class<? extends Annotation>> OWNERS = List.of(TcpServer.class, TcpClient.class);

	private static final List<Class<? extends Annotation>> EVENTS = Arrays.stream(SocketEvent.values())
		.<Class<? extends Annotation>>map(SocketEvent::annotation)
		.toList();

	private final ConfigurableListableBeanFactory beanFactory;

	public UnclaimedHandlers(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Arrays.stream(this.beanFactory.getBeanDefinitionNames())
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name))
			.forEach(this::check);
	}

	private void check(String name) {
		Class<?> type = userClass(name);
		if (type != null && AnnotationUtils.isCandidateClass(type, EVENTS) && !isClaimed(name)) {
			MethodIntrospector.selectMethods(type, UnclaimedHandlers::event).forEach((method, event) -> {
				throw Mistakes.unclaimed(name, method, event);
			});
		}
	}

	/**
	 * Spring's own are many, and have none.
	 */
	private @Nullable Class<?> userClass(String name) {
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
		return (type != null && !type.getName().startsWith("org.springframework.")) ? ClassUtils.getUserClass(type)
				: null;
	}

	private boolean isClaimed(String name) {
		return OWNERS.stream().anyMatch((owner) -> this.beanFactory.findAnnotationOnBean(name, owner, false) != null);
	}

	private static @Nullable SocketEvent event(Method method) {
		// Each method of each bean: so the annotations are searched once, not once for
		// each
		// event.
		Set<Class<?>> annotations = MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY)
			.stream()
			.map(MergedAnnotation::getType)
			.collect(Collectors.toSet());
		return Arrays.stream(SocketEvent.values())
			.filter((event) -> annotations.contains(event.annotation()))
			.findFirst()
			.orElse(null);
	}

}
