package io.tcpboot.autoconfigure.actuate;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The endpoint over HTTP: knows who asks, and says what is wrong with a request.
 */
@EndpointWebExtension(endpoint = TcpEndpoint.class)
@RegisterReflectionForBinding(InvalidParameter.class)
class TcpEndpointWebExtension {

	private final TcpEndpoint endpoint;

	TcpEndpointWebExtension(TcpEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@ReadOperation
	public WebEndpointResponse<?> sockets(SecurityContext security, @Selector String name, @Nullable String limit,
			@Nullable String offset, @Nullable String sort, @Nullable String remote, @Nullable String idleFor,
			@Nullable String minPending) {
		return answer(() -> this.endpoint.sockets(security, name, limit, offset, sort, remote, idleFor, minPending));
	}

	@ReadOperation
	public WebEndpointResponse<?> socket(SecurityContext security, @Selector String name, @Selector String id) {
		return answer(() -> this.endpoint.socket(security, name, id));
	}

	@DeleteOperation
	public WebEndpointResponse<?> close(SecurityContext security, @Selector String name, @Selector String id) {
		return answer(() -> this.endpoint.close(security, name, id));
	}

	@WriteOperation
	public WebEndpointResponse<?> wiretap(SecurityContext security, @Selector String name, @Selector String id,
			@Nullable String duration) {
		return answer(() -> this.endpoint.wiretap(security, name, id, duration));
	}

	private static WebEndpointResponse<?> answer(Supplier<@Nullable Object> operation) {
		try {
			Object body = operation.get();
			return (body != null) ? new WebEndpointResponse<>(body)
					: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
		}
		catch (InvalidParameterException ex) {
			return new WebEndpointResponse<>(InvalidParameter.of(ex), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

}
