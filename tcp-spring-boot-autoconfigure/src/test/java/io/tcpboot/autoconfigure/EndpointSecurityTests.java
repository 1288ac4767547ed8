package io.tcpboot.autoconfigure;

import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * The endpoint {@code tcp} with Spring Security: who sees the peers, and whose name the
 * audit has.
 */
class EndpointSecurityTests {

	/** The other tests go without. */
	private static final String SECURED = "spring.autoconfigure.exclude=";

	private static final String UNRESTRICTED = "management.endpoint.tcp.access=unrestricted";

	private static final String WIRETAP = "{\"duration\":\"1s\"}";

	@Nested
	class OnServlets extends Endpoint {

		OnServlets() {
			super("servlet", OpenServlets.class);
		}

	}

	@Nested
	class Reactive extends Endpoint {

		Reactive() {
			super("reactive", OpenReactive.class);
		}

	}

	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Endpoint {

		@AutoClose
		private final OperatedApplication nobody;

		private final OperatedApplication guest;

		private final OperatedApplication operator;

		Endpoint(String webType, Class<?> security) {
			this.nobody = OperatedApplication.start(webType, security, SECURED, UNRESTRICTED,
					"tcp.endpoint.roles=OPERATOR");
			this.guest = this.nobody.as("guest");
			this.operator = this.nobody.as("operator");
		}

		@AfterEach
		void awaitNoSockets() {
			Awaitility.await().until(() -> this.nobody.listener().sockets().isEmpty());
		}

		@Test
		void whenSomebodyHasTheRolePeersAreShownToHim() {
			try (TcpTestPeer peer = this.nobody.connect()) {
				String path = "/vault/" + this.nobody.onlySocket();
				assertThat(this.operator.get(path).body()).contains("remoteAddress");
				assertThat(this.operator.get("/vault?remote=127.").body()).contains("remoteAddress");
				peer.send("on").expect("on");
			}
		}

		@Test
		void whenSomebodyHasNotTheRolePeersAreNotShownToHim() {
			try (TcpTestPeer peer = this.nobody.connect()) {
				String path = "/vault/" + this.nobody.onlySocket();
				for (OperatedApplication somebody : List.of(this.nobody, this.guest)) {
					assertThat(somebody.get(path).body()).contains("localAddress").doesNotContain("remoteAddress");
					assertThat(somebody.get("/vault").body()).contains("localAddress").doesNotContain("remoteAddress");
					assertThat(somebody.get("/vault?remote=127.").statusCode()).isEqualTo(400);
					assertThat(somebody.delete(path).body()).contains("localAddress").doesNotContain("remoteAddress");
				}
				peer.expectEnd();
			}
		}

		@Test
		void whenThePasswordIsWrongNothingIsAnswered() {
			assertThat(this.nobody.as("stranger").get("").statusCode()).isEqualTo(401);
		}

		@Test
		void whenSomebodyActsTheAuditKnowsWho() {
			try (TcpTestPeer peer = this.nobody.connect()) {
				String id = this.nobody.onlySocket();
				assertThat(this.guest.post("/vault/" + id, WIRETAP).statusCode()).isEqualTo(200);
				assertThat(this.operator.delete("/vault/" + id).body()).contains("remoteAddress");
				peer.expectEnd();
				assertThat(last("TCP_SOCKET_WIRETAP")).containsEntry("principal", "guest")
					.containsEntry("data", Map.of("server", "vault", "socket", id, "duration", "PT1S"));
				assertThat(last("TCP_SOCKET_CLOSED")).containsEntry("principal", "operator")
					.containsEntry("data", Map.of("server", "vault", "socket", id));
			}
		}

		private Map<String, Object> last(String type) {
			DocumentContext json = this.operator.auditEvents(type);
			return json.read("$.events[-1]");
		}

	}

	@ParameterizedTest
	@CsvSource({ "when-authorized,nobody,false", "when-authorized,guest,true", "never,operator,false",
			"always,nobody,true" })
	void whenNoRoleIsSetItTakesALoginWhereItTakesAnything(String show, String user, boolean shown) {
		try (OperatedApplication nobody = OperatedApplication.start("servlet", OpenServlets.class, SECURED,
				"tcp.endpoint.show-remote-address=" + show); TcpTestPeer peer = nobody.connect()) {
			OperatedApplication somebody = user.equals("nobody") ? nobody : nobody.as(user);
			assertThat(somebody.get("/vault/" + nobody.onlySocket()).body().contains("remoteAddress")).isEqualTo(shown);
			peer.send("on").expect("on");
		}
	}

	@Test
	void whenSecuredAsOnThePageOnlyOperatorsComeIn() {
		try (OperatedApplication nobody = OperatedApplication.start("servlet", PageSecurity.class, SECURED,
				UNRESTRICTED); TcpTestPeer peer = nobody.connect()) {
			String path = "/vault/" + nobody.onlySocket();
			assertThat(nobody.get(path).statusCode()).isEqualTo(401);
			assertThat(nobody.as("guest").delete(path).statusCode()).isEqualTo(403);
			assertThat(nobody.as("operator").post(path, WIRETAP).statusCode()).isEqualTo(200);
			assertThat(nobody.as("operator").delete(path).statusCode()).isEqualTo(200);
			peer.expectEnd();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		AuditEventRepository auditEventRepository() {
			return new InMemoryAuditEventRepository();
		}

		static List<UserDetails> all() {
			return List.of(user("guest", "VISITOR"), user("operator", "OPERATOR"));
		}

		private static UserDetails user(String name, String role) {
			return User.withUsername(name).password("{noop}secret").roles(role).build();
		}

	}

	/**
	 * Lets in everybody, and looks who it is.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Users.class)
	static class OpenServlets {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(Users.all());
		}

		@Bean
		SecurityFilterChain open(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(withDefaults())
				.csrf(AbstractHttpConfigurer::disable)
				.build();
		}

	}

	/**
	 * Lets in everybody, and looks who it is.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Users.class)
	static class OpenReactive {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(Users.all());
		}

		@Bean
		SecurityWebFilterChain open(ServerHttpSecurity http) {
			return http.authorizeExchange((requests) -> requests.anyExchange().permitAll())
				.httpBasic(withDefaults())
				.csrf(ServerHttpSecurity.CsrfSpec::disable)
				.build();
		}

	}

	/**
	 * As it stands in docs/operations.md.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(Users.class)
	static class PageSecurity {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(Users.all());
		}

		@Bean
		SecurityFilterChain operators(HttpSecurity http) {
			return http.securityMatcher(EndpointRequest.toAnyEndpoint())
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("OPERATOR"))
				.httpBasic(withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

}
