package io.tcpboot;

import java.util.List;

/**
 * What an event loop is doing instead of getting on. Not thrown: a log shows its stack.
 */
final class BlockedStack extends Exception {

	private static final long serialVersionUID = 1L;

	private static final List<String> OTHERS = List.of("java.", "javax.", "jdk.", "sun.", "org.springframework.",
			"io.micrometer.", "io.tcpboot.handler.", "io.tcpboot.autoconfigure.", SocketHandlers.class.getName());

	BlockedStack(Thread thread) {
		super("stack of " + thread.getName());
		setStackTrace(thread.getStackTrace());
	}

	private int callback() {
		StackTraceElement[] stack = getStackTrace();
		for (int i = 0; i < stack.length; i++) {
			if (stack[i].getClassName().equals(UserCode.class.getName())) {
				return i;
			}
		}
		return -1;
	}

	/**
	 * Return whether a handler is running.
	 */
	boolean isCallback() {
		return callback() >= 0;
	}

	/**
	 * Return the handler that is running: the first method that is the application's own,
	 * or what was called if none can be told.
	 */
	String method() {
		StackTraceElement[] stack = getStackTrace();
		int callback = callback();
		for (int i = callback - 1; i >= 0; i--) {
			if (isApplication(stack[i])) {
				return name(stack[i]);
			}
		}
		return "handler '" + stack[callback].getMethodName() + "'";
	}

	private static boolean isApplication(StackTraceElement frame) {
		String type = frame.getClassName();
		// What has two dollars was made for a class, and calls it.
		return !type.contains("$$") && OTHERS.stream().noneMatch(type::startsWith);
	}

	private static String name(StackTraceElement frame) {
		return frame.getClassName() + "#" + frame.getMethodName();
	}

	// The stack of the one who makes it says nothing.

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
