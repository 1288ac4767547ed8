package io.tcpboot.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.tcpboot.autoconfigure.actuate.TcpEndpointAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.EndpointsSupplier;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.jmx.JmxOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint lets whom do, as Spring Boot is told.
 */
class EndpointAccessTests {

	private static final List<String> READING = List.of("GET tcp", "GET tcp/{name}", "GET tcp/{name}/{id}");

	private static final List<String> ACTING = List.of("DELETE tcp/{name}/{id}", "POST tcp/{name}/{id}");

	private final WebApplicationContextRunner plainRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
				TcpEndpointAutoConfiguration.class, EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				JacksonEndpointAutoConfiguration.class, JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
		.withPropertyValues("spring.jmx.enabled=true", "management.endpoints.jmx.domain=tcp.access");

	private final WebApplicationContextRunner contextRunner = this.plainRunner.withPropertyValues(
			"management.endpoints.web.exposure.include=tcp", "management.endpoints.jmx.exposure.include=tcp");

	@Test
	void whenAccessIsNotSetItCanBeRead() {
		this.contextRunner.run((context) -> {
			assertThat(overHttp(context)).containsExactlyInAnyOrderElementsOf(READING);
			assertThat(overJmx(context)).containsExactlyInAnyOrder("tcp", "sockets", "socket");
		});
	}

	@Test
	void whenAccessIsUnrestrictedAllCanBeDone() {
		this.contextRunner.withPropertyValues("management.endpoint.tcp.access=UNRESTRICTED").run((context) -> {
			assertThat(overHttp(context))
				.containsExactlyInAnyOrderElementsOf(Stream.concat(READING.stream(), ACTING.stream()).toList());
			assertThat(overJmx(context)).containsExactlyInAnyOrder("tcp", "sockets", "socket", "close", "wiretap");
		});
	}

	@Test
	void whenAccessIsLimitedForAllEndpointsThisOneIsToo() {
		this.contextRunner
			.withPropertyValues("management.endpoint.tcp.access=UNRESTRICTED",
					"management.endpoints.access.max-permitted=READ_ONLY")
			.run((context) -> {
				assertThat(overHttp(context)).containsExactlyInAnyOrderElementsOf(READING);
				assertThat(overJmx(context)).doesNotContain("close", "wiretap").isNotEmpty();
			});
	}

	@Test
	void whenAllEndpointsMayDoEverythingThisOneStillNeedsItsWord() {
		this.contextRunner.withPropertyValues("management.endpoints.access.max-permitted=UNRESTRICTED")
			.run((context) -> assertThat(overHttp(context)).containsExactlyInAnyOrderElementsOf(READING));
	}

	@Test
	void whenThereIsNoAccessThereIsNoEndpoint() {
		this.contextRunner.withPropertyValues("management.endpoint.tcp.access=NONE").run(this::assertNothing);
		this.contextRunner.withPropertyValues("management.endpoints.access.max-permitted=NONE")
			.run(this::assertNothing);
	}

	@Test
	void whenItIsNotExposedThereIsNoEndpoint() {
		this.plainRunner.run(this::assertNothing);
	}

	@Test
	void whenItIsExposedInOneWayItIsNotInTheOther() {
		this.plainRunner.withPropertyValues("management.endpoints.web.exposure.include=tcp").run((context) -> {
			assertThat(overHttp(context)).isNotEmpty();
			assertThat(overJmx(context)).isEmpty();
		});
		this.plainRunner.withPropertyValues("management.endpoints.jmx.exposure.include=tcp").run((context) -> {
			assertThat(overHttp(context)).isEmpty();
			assertThat(overJmx(context)).isNotEmpty();
			assertThat(context).doesNotHaveBean("tcpEndpointWebExtension");
		});
	}

	private void assertNothing(ApplicationContext context) {
		assertThat(overHttp(context)).isEmpty();
		assertThat(overJmx(context)).isEmpty();
		assertThat(context.containsBean("tcpEndpoint")).isFalse();
	}

	private static List<String> overHttp(ApplicationContext context) {
		return operations(context, WebEndpointsSupplier.class).map(WebOperation.class::cast)
			.map((operation) -> operation.getRequestPredicate().getHttpMethod() + " "
					+ operation.getRequestPredicate().getPath())
			.toList();
	}

	private static List<String> overJmx(ApplicationContext context) {
		return operations(context, JmxEndpointsSupplier.class).map(JmxOperation.class::cast)
			.map(JmxOperation::getName)
			.toList();
	}

	private static Stream<?> operations(ApplicationContext context, Class<? extends EndpointsSupplier<?>> supplier) {
		Collection<? extends ExposableEndpoint<?>> endpoints = context.getBean(supplier).getEndpoints();
		return endpoints.stream()
			.filter((endpoint) -> endpoint.getEndpointId().toLowerCaseString().equals("tcp"))
			.flatMap((endpoint) -> endpoint.getOperations().stream());
	}

}
