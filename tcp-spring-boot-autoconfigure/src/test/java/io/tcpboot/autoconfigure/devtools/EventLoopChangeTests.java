package io.tcpboot.autoconfigure.devtools;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings of an event loop that outlives the application.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventLoopChangeTests {

	private static final String LASTING_LOOP = "io.tcpboot.autoconfigure.devtools.LastingLoop";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpDevToolsAutoConfiguration.class))
		.withClassLoader(ReloadedApplication.loader());

	@Test
	void whenSettingsOfTheEventLoopChangeTheLogTellsThatTheyWait(CapturedOutput output) {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LASTING_LOOP, LogLevel.INFO);
		this.contextRunner.withPropertyValues("tcp.event-loop.threads=1").run((context) -> {
			TcpEventLoop eventLoop = context.getBean(TcpEventLoop.class);
			start("tcp.event-loop.threads=1", eventLoop);
			assertThat(output).doesNotContain("tcp.event-loop");
			start("tcp.event-loop.threads=2", eventLoop);
			start("tcp.event-loop.threads=2", eventLoop);
			assertThat(output)
				.containsOnlyOnce("tcp.event-loop has changed, which takes effect when the JVM is started");
		});
	}

	private void start(String property, TcpEventLoop expected) {
		this.contextRunner.withPropertyValues(property)
			.run((context) -> assertThat(context.getBean(TcpEventLoop.class)).isSameAs(expected));
	}

}
