package io.tcpboot.benchmark;

/**
 * A contender cannot take part; the message says why.
 */
final class UnavailableException extends Exception {

	private static final long serialVersionUID = 1L;

	UnavailableException(String message) {
		super(message);
	}

}
