package io.tcpboot.handler;

import java.util.ArrayList;
import java.util.List;
import java.lang.reflect.Modifier;

/**
 * What the methods of one server or client take the socket's data for. They agree if
 * there may be an object that is all of it.
 */
final class DataTypes {

	private final String owner;

	private final List<Use> uses = new ArrayList<>();

	DataTypes(String owner) {
		this.owner = owner;
	}

	/**
	 * Add those of a method.
	 * @throws InvalidTcpServerException if they contradict those of another
	 */
	void add(HandlerMethod method) {
		for (Class<?> type : method.dataTypes()) {
			Use use = new Use(method, type);
			this.uses.stream().filter((other) -> !other.agrees(type)).findFirst().ifPresent((other) -> {
				throw Mistakes.dataTypes(this.owner, other, use);
			});
			this.uses.add(use);
		}
	}

	/**
	 * Return the types, each once.
	 */
	List<Class<?>> types() {
		return this.uses.stream().<Class<?>>map(Use::type).distinct().toList();
	}

	/**
	 * Where the socket's data is used.
	 */
	record Use(HandlerMethod method, Class<?> type) {

		boolean agrees(Class<?> other) {
			return this.type.isAssignableFrom(other) || other.isAssignableFrom(this.type)
					|| mayImplement(this.type, other) || mayImplement(other, this.type);
		}

		private static boolean mayImplement(Class<?> type, Class<?> other) {
			return other.isInterface() && !Modifier.isFinal(type.getModifiers());
		}

		@Override
		public String toString() {
			return this.type.getSimpleName() + " in the " + this.method;
		}

	}

}
