package io.tcpboot.autoconfigure;

import java.security.Principal;

import io.tcpboot.test.TcpTestPeer;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whom the web server knows: what Spring Security would tell of who has logged in.
 */
class EndpointByUserTests {

	@AutoClose
	private final OperatedApplication application = OperatedApplication.start("servlet", Login.class,
			"management.endpoint.tcp.access=unrestricted", "tcp.endpoint.roles=operator");

	@Test
	void whenSomebodyHasTheRolePeersAreShownAndTheAuditKnowsWhoItWas() {
		try (TcpTestPeer peer = this.application.connect()) {
			String path = "/vault/" + this.application.onlySocket();
			assertThat(this.application.get(path + "?user=guest").body()).doesNotContain("remoteAddress");
			assertThat(this.application.get(path + "?user=operator").body()).contains("remoteAddress");
			assertThat(this.application.get("/vault?user=guest").body()).doesNotContain("remoteAddress");
			assertThat(this.application.get("/vault?user=operator").body()).contains("remoteAddress");
			String wiretap = "{\"duration\":\"1s\"}";
			assertThat(this.application.post(path + "?user=operator", wiretap).body()).contains("remoteAddress");
			assertThat(this.application.delete(path + "?user=operator").body()).contains("remoteAddress");
			assertThat(this.application.audit()).hasSize(2)
				.allSatisfy((event) -> assertThat(event.getPrincipal()).isEqualTo("operator"));
			peer.expectEnd();
		}
	}

	/**
	 * Takes for granted that you are who you say, and that this is your role.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Login {

		@Bean
		Filter login() {
			return (request, response, chain) -> chain
				.doFilter(new User((HttpServletRequest) request, request.getParameter("user")), response);
		}

	}

	private static final class User extends HttpServletRequestWrapper {

		private final String name;

		User(HttpServletRequest request, String name) {
			super(request);
			this.name = name;
		}

		@Override
		public Principal getUserPrincipal() {
			return () -> this.name;
		}

		@Override
		public boolean isUserInRole(String role) {
			return role.equals(this.name);
		}

	}

}
