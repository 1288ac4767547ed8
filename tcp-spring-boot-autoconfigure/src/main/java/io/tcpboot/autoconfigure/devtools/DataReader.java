package io.tcpboot.autoconfigure.devtools;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link DataWriter} wrote, with the classes of another loader.
 */
final class DataReader extends ObjectInputStream {

	private static final Map<String, Class<?>> PRIMITIVES = Stream
		.of(void.class, boolean.class, byte.class, char.class, short.class, int.class, long.class, float.class,
				double.class)
		.collect(Collectors.toMap(Class::getName, Function.identity()));

	private final ClassLoader loader;

	private final Function<String, @Nullable TcpSocket<?>> sockets;

	private final List<Object> kept;

	DataReader(InputStream in, ClassLoader loader, Function<String, @Nullable TcpSocket<?>> sockets, List<Object> kept)
			throws IOException {
		super(in);
		this.loader = loader;
		this.sockets = sockets;
		this.kept = kept;
		enableResolveObject(true);
	}

	@Override
	protected Class<?> resolveClass(ObjectStreamClass description) throws ClassNotFoundException {
		Class<?> primitive = PRIMITIVES.get(description.getName());
		return (primitive != null) ? primitive : load(description.getName());
	}

	@Override
	protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
		Class<?>[] interfaces = new Class<?>[names.length];
		ClassLoader definer = this.loader;
		for (int i = 0; i < names.length; i++) {
			interfaces[i] = load(names[i]);
			// Only there a proxy may implement it.
			definer = Modifier.isPublic(interfaces[i].getModifiers()) ? definer : interfaces[i].getClassLoader();
		}
		return Proxy.newProxyInstance(definer, interfaces, (proxy, method, arguments) -> null).getClass();
	}

	@Override
	protected @Nullable Object resolveObject(@Nullable Object object) {
		if (object instanceof SocketReference socket) {
			return this.sockets.apply(socket.id());
		}
		return (object instanceof KeptReference reference) ? this.kept.get(reference.index()) : object;
	}

	private Class<?> load(String name) throws ClassNotFoundException {
		return Class.forName(name, false, this.loader);
	}

}
