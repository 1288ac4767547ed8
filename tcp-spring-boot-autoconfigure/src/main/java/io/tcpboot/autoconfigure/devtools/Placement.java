package io.tcpboot.autoconfigure.devtools;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Which class loader has what: ours has to live on while that of the application does
 * not.
 */
final class Placement {

	private static final String RESTART_LOADER = "RestartClassLoader";

	private Placement() {
	}

	/**
	 * Return whether DevTools loads an application anew at each restart.
	 */
	static boolean isReloaded(@Nullable ClassLoader loader) {
		return loader != null && loader.getClass().getSimpleName().equals(RESTART_LOADER);
	}

	/**
	 * Return whether sockets can outlive the application: neither the engine nor this
	 * module may be loaded with it, not even by halves.
	 */
	static boolean isGood(@Nullable ClassLoader application) {
		return !isReloaded(TcpSocket.class.getClassLoader()) && !isReloaded(Placement.class.getClassLoader())
				&& ClassUtils.resolveClassName(TcpSocket.class.getName(), application) == TcpSocket.class;
	}

}
