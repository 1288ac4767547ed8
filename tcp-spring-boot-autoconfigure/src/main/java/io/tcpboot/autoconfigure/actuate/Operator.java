package io.tcpboot.autoconfigure.actuate;

import java.security.Principal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.tcpboot.CloseReason;
import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.context.ApplicationEventPublisher;

/**
 * What an operator does to a socket. Each deed is told as an {@link AuditEvent}.
 *
 * @param publisher whom to tell
 */
record Operator(ApplicationEventPublisher publisher) {

	private static final String CLOSED = "TCP_SOCKET_CLOSED";

	private static final String WIRETAP = "TCP_SOCKET_WIRETAP";

	void close(SecurityContext security, SocketGroup group, TcpSocket<?> socket) {
		socket.close(CloseReason.OPERATOR);
		tell(security, CLOSED, group, socket, null);
	}

	WiretapDescription wiretap(SecurityContext security, SocketGroup group, TcpSocket<?> socket, Duration duration) {
		socket.wiretap(duration);
		tell(security, WIRETAP, group, socket, duration);
		return WiretapDescription.of(socket, duration);
	}

	private void tell(SecurityContext security, String type, SocketGroup group, TcpSocket<?> socket,
			@Nullable Duration duration) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put((group.isClient(socket)) ? "client" : "server", group.name());
		data.put("socket", socket.id());
		if (duration != null) {
			data.put("duration", duration.toString());
		}
		Principal principal = security.getPrincipal();
		String name = (principal != null) ? principal.getName() : "anonymous";
		this.publisher.publishEvent(new AuditApplicationEvent(new AuditEvent(name, type, data)));
	}

}
