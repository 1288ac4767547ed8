package io.tcpboot.benchmark.peer;

import java.util.function.Function;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.server.TcpServers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Ours as users of Spring Boot have it: an application with an annotated bean.
 *
 * @param beans the class of the bean for a mode, or {@code null} if there is none
 */
record SpringServer(Function<Mode, @Nullable Class<?>> beans) implements PeerServer {

	/** Name of the server in the annotations. */
	static final String NAME = "peer";

	@Override
	public RunningPeer start(Task task) {
		Class<?> bean = this.beans.apply(task.mode());
		if (bean == null) {
			throw task.unsupported("no property or annotation for it yet");
		}
		SpringApplication application = new SpringApplication(Application.class, bean);
		application.setBannerMode(Banner.Mode.OFF);
		ConfigurableApplicationContext context = application.run();
		return new RunningPeer(context.getBean(TcpServers.class).listener(NAME).port(), context::close);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		TcpEventLoop tcpEventLoop() {
			return TcpEventLoop.builder().threads(1).build();
		}

	}

}
