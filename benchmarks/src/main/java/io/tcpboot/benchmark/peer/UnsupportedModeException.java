package io.tcpboot.benchmark.peer;

/**
 * The framework has nothing for the mode, or not on this machine. Not a failure.
 */
public final class UnsupportedModeException extends RuntimeException {

	private static final long serialVersionUID = 1;

	UnsupportedModeException(String why) {
		super(why);
	}

}
