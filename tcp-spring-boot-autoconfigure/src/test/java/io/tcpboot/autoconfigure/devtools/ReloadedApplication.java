package io.tcpboot.autoconfigure.devtools;

/**
 * An application that DevTools loads anew, as far as its class loader tells.
 */
final class ReloadedApplication {

	private ReloadedApplication() {
	}

	static ClassLoader loader() {
		return new RestartClassLoader();
	}

	/**
	 * Has the name of that of DevTools, and nothing anew.
	 */
	private static final class RestartClassLoader extends ClassLoader {

		RestartClassLoader() {
			super(ReloadedApplication.class.getClassLoader());
		}

	}

}
