package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;

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

	private static void assertFails(Class<?> application, String... arguments) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(application).web(WebApplicationType.NONE).run(arguments));
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
