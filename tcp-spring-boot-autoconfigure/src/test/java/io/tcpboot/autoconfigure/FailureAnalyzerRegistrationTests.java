package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;

import io.tcpboot.annotation.TcpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Runs whole applications, as only these look for the auto-configuration and for the
 * analyzers.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzerRegistrationTests {

	@Test
	void whenPortIsInUseTheApplicationSaysSo(CapturedOutput output) throws IOException {
		try (ServerSocket occupied = new ServerSocket(0)) {
			assertFails(Application.class, "--tcp.servers.echo.port=" + occupied.getLocalPort());
		}
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The TCP server 'echo' cannot listen on every address");
	}

	@Test
	void whenServerIsInvalidTheApplicationSaysSo(CapturedOutput output) {
		assertFails(InvalidApplication.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Add an @OnData method to bean '" + Mute.class.getName() + "'.");
	}

	@Test
	void whenAFramingMissesWhatItNeedsTheApplicationSaysSo(CapturedOutput output) {
		assertFails(Application.class, "--tcp.servers.echo.framing.type=delimited");
		assertThat(told(output)).isEqualTo("""
				Description:

				The framing is delimited, but the property tcp.servers.echo.framing.delimiter is not set.

				Action:

				Set it, or change the framing: the property tcp.servers.echo.framing.type, or the attribute framing.
				""");
	}

	@Test
	void whenKubernetesHasAServiceOfTheNameTheApplicationSaysSo(CapturedOutput output) {
		assertFails(withVariables(Map.of("TCP_SERVERS_PORT", "tcp://10.0.0.1:80", "TCP_SERVERS_SERVICE_HOST",
				"10.0.0.1", "TCP_SERVERS_SERVICE_PORT", "80", "TCP_SERVERS_PORT_80_TCP", "tcp://10.0.0.1:80",
				"TCP_SERVERS_PORT_80_TCP_ADDR", "10.0.0.1", "TCP_SERVERS_PORT_80_TCP_PORT", "80")));
		assertThat(told(output)).isEqualTo(kubernetes("tcp.servers.port"));
	}

	@Test
	void whenKubernetesHasAServiceNamedAsAServerTheApplicationSaysSo(CapturedOutput output) {
		assertFails(withVariables(Map.of("TCP_SERVERS_ECHO_PORT", "tcp://10.0.0.1:80")));
		assertThat(told(output)).isEqualTo(kubernetes("tcp.servers.echo.port"));
	}

	private static SpringApplicationBuilder withVariables(Map<String, Object> variables) {
		return application(Application.class).initializers((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("kubernetes-systemEnvironment", variables)));
	}

	private static String kubernetes(String key) {
		return """
				Description:

				The property %s has the value 'tcp://10.0.0.1:80', which Kubernetes gives to a variable named after a \
				service.

				Action:

				Set enableServiceLinks: false in the specification of the pod, or rename the service.
				""".formatted(key);
	}

	private static String told(CapturedOutput output) {
		String text = output.getOut().replace("\r\n", "\n");
		return text.substring(text.indexOf("Description:")).strip() + "\n";
	}

	private static void assertFails(Class<?> application, String... arguments) {
		assertFails(application(application), arguments);
	}

	private static void assertFails(SpringApplicationBuilder application, String... arguments) {
		assertThatException().isThrownBy(() -> application.run(arguments));
	}

	private static SpringApplicationBuilder application(Class<?> application) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Echo.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Mute.class)
	static class InvalidApplication {

	}

	@TcpServer(port = 0)
	static class Mute {

	}

}
