package io.tcpboot.autoconfigure.devtools;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;

/**
 * The classes that stay when the application is loaded anew: those of the loader of
 * {@code tcp-core}, and of its ancestors.
 */
final class StableClasses {

	private StableClasses() {
	}

	static boolean contain(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		for (ClassLoader stable = TcpSocket.class.getClassLoader(); stable != null; stable = stable.getParent()) {
			if (loader == stable) {
				return true;
			}
		}
		return loader == null;
	}

	/**
	 * Return whether an object of a class that stays may refer to one of a class that
	 * does not, and cannot be asked by writing it. A buffer or a digest does not.
	 */
	static boolean mayHoldOthers(Object object) {
		return object instanceof Collection || object instanceof Map || object instanceof Thread
				|| object instanceof ClassLoader || object instanceof Executor || object instanceof BeanFactory
				|| isGeneric(object.getClass());
	}

	/**
	 * Return whether a class is, or is part of, one with type parameters:
	 * {@code Optional}, {@code CompletableFuture}, {@code WeakReference}, iterators.
	 */
	private static boolean isGeneric(@Nullable Class<?> type) {
		return type != null && (type.getTypeParameters().length > 0 || isGeneric(type.getEnclosingClass()));
	}

}
