package io.tcpboot.autoconfigure.actuate;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The answer to a wrong request. Boot's own error page leaves messages out.
 *
 * @param status the status of HTTP
 * @param error its name
 * @param parameter the parameter
 * @param message what is wrong with it
 */
record InvalidParameter(int status, String error, String parameter, String message) implements OperationResponseBody {

	static InvalidParameter of(InvalidParameterException exception) {
		return new InvalidParameter(400, "Bad Request", exception.parameter(), exception.problem());
	}

}
