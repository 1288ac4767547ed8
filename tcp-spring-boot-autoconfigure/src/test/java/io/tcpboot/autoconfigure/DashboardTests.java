package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.jayway.jsonpath.JsonPath;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tcpboot.autoconfigure.metrics.TcpMetricsAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds docs/grafana/tcp.json to what Prometheus is told.
 */
class DashboardTests {

	private static final Path DASHBOARD = Path.of("../docs/grafana/tcp.json");

	private static final Pattern NAME = Pattern.compile("\\b(?:tcp|netty)_\\w+");

	@Test
	void eachMetricOfTheDashboardIsScraped() throws IOException {
		Set<String> names = names();
		assertThat(names).hasSizeGreaterThan(25);
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
					MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
					TcpMetricsAutoConfiguration.class))
			.withBean(PrometheusMeterRegistry.class, () -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
			.withBean(Echo.class)
			.withBean(LoginFeed.class)
			.withPropertyValues("tcp.clients.feed.host=localhost", "tcp.clients.feed.port=1",
					"tcp.metrics.handler-timing=true")
			.run((context) -> {
				String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
				assertThat(names).allSatisfy((name) -> assertThat(scrape).containsPattern("(?m)^" + name + "[{ ]"));
			});
	}

	private static Set<String> names() throws IOException {
		List<String> expressions = JsonPath.parse(DASHBOARD.toFile()).read("$.panels[*].targets[*].expr");
		return expressions.stream()
			.flatMap((expression) -> NAME.matcher(expression).results())
			.map(MatchResult::group)
			.collect(Collectors.toSet());
	}

}
