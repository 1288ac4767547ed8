package io.tcpboot.autoconfigure.actuate;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * A parameter of a request is wrong.
 */
final class InvalidParameterException extends InvalidEndpointRequestException {

	private static final long serialVersionUID = 1L;

	private final String parameter;

	private final String problem;

	private InvalidParameterException(String parameter, String message) {
		super(message, message);
		this.parameter = parameter;
		this.problem = message;
	}

	static InvalidParameterException of(String parameter, Object value, String expected) {
		return new InvalidParameterException(parameter, parameter + ": " + value + " (expected: " + expected + ")");
	}

	String parameter() {
		return this.parameter;
	}

	String problem() {
		return this.problem;
	}

}
