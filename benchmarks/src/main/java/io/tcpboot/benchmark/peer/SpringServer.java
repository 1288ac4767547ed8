package io.tcpboot.benchmark.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.server.TcpServers;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Ours as users of Spring Boot have it: an application with an annotated bean.
 *
 * @param beans the class of the bean for a mode
 * @param settings what belongs into {@code application.yml}, whatever the mode
 */
record SpringServer(Function<Mode, Class<?>> beans, Map<String, Object> settings) implements PeerServer {

	/** Name of the server in the annotations. */
	static final String NAME = "peer";

	static SpringServer plain(Function<Mode, Class<?>> beans) {
		return new SpringServer(beans, Map.of("spring.main.web-application-type", "none"));
	}

	/**
	 * With an actuator, a web server and a registry of meters, which the class path has
	 * to have.
	 */
	static SpringServer operated(Function<Mode, Class<?>> beans) {
		return new SpringServer(beans,
				Map.of("spring.main.web-application-type", "servlet", "server.address", "127.0.0.1", "server.port", 0,
						"management.endpoints.web.exposure.include", "tcp,prometheus",
						"tcp.endpoint.show-remote-address", "always"));
	}

	SpringServer with(String property, Object value) {
		Map<String, Object> settings = new HashMap<>(this.settings);
		settings.put(property, value);
		return new SpringServer(this.beans, settings);
	}

	@Override
	public RunningPeer start(Task task) {
		SpringApplication application = new SpringApplication(Application.class, this.beans.apply(task.mode()));
		application.setBannerMode(Banner.Mode.OFF);
		Map<String, Object> properties = new HashMap<>(this.settings);
		properties.putAll(properties(task));
		application.setDefaultProperties(properties);
		ConfigurableApplicationContext context = application.run();
		int httpPort = context.getEnvironment().getProperty("local.server.port", Integer.class, 0);
		return new RunningPeer(context.getBean(TcpServers.class).listener(NAME).port(), httpPort, context::close);
	}

	/**
	 * Return what belongs into {@code application.yml}.
	 */
	private static Map<String, Object> properties(Task task) {
		return switch (task.mode()) {
			case FRAMES -> Map.of("tcp.servers.peer.framing.type", "length-field",
					"tcp.servers.peer.framing.length-field.bytes", "4");
			case LINES -> Map.of("tcp.servers.peer.framing.type", "lines");
			case TLS -> tls(task.certificate());
			case TLS_JDK -> throw task.unsupported("there is no property for the provider");
			case ECHO, FIVE, BROADCAST -> Map.of();
		};
	}

	private static Map<String, Object> tls(Certificate certificate) {
		return Map.of("spring.ssl.bundle.pem.peer.keystore.certificate", certificate.chain().toUri(),
				"spring.ssl.bundle.pem.peer.keystore.private-key", certificate.key().toUri(),
				"tcp.servers.peer.ssl.bundle", "peer");
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
