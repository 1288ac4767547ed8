package io.tcpboot.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * An application context and those that it is a child of. Beans that are made by
 * auto-configuration are called the same in each, so Spring's own look-up would find only
 * the nearest.
 */
final class Hierarchy {

	private Hierarchy() {
	}

	/**
	 * Return all beans of a type, those of the context itself first.
	 */
	static <T> List<T> beans(BeanFactory beanFactory, Class<T> type) {
		return factories(beanFactory).stream()
			.flatMap((factory) -> factory.getBeansOfType(type, true, false).values().stream())
			.toList();
	}

	/**
	 * Return a bean factory and its parents.
	 */
	static List<ListableBeanFactory> factories(BeanFactory beanFactory) {
		List<ListableBeanFactory> factories = new ArrayList<>();
		BeanFactory factory = beanFactory;
		while (factory instanceof ListableBeanFactory listable) {
			factories.add(listable);
			factory = parent(factory);
		}
		return factories;
	}

	private static @Nullable BeanFactory parent(BeanFactory factory) {
		return (factory instanceof HierarchicalBeanFactory child) ? child.getParentBeanFactory() : null;
	}

}
