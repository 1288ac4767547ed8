package io.tcpboot.autoconfigure.actuate;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.ResolvableType;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint of an application that is made ahead of time.
 */
class EndpointAheadOfTimeTests {

	private final TestGenerationContext generation = new TestGenerationContext();

	@Test
	void whenMadeAheadOfTimeAnswersCanBeWrittenInANativeImage() {
		process();
		RuntimeHints hints = this.generation.getRuntimeHints();
		Set<Class<?>> types = new LinkedHashSet<>();
		Stream
			.of(TcpDescription.class, SocketsDescription.class, SocketDescription.class, WiretapDescription.class,
					InvalidParameter.class)
			.forEach((type) -> collect(ResolvableType.forClass(type), types));
		assertThat(types).hasSizeGreaterThan(15);
		assertThat(types).allSatisfy((type) -> {
			for (RecordComponent component : type.getRecordComponents()) {
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
					.as(component.toString())
					.accepts(hints);
			}
		});
	}

	private static void collect(ResolvableType type, Set<Class<?>> types) {
		Class<?> raw = type.toClass();
		if (raw.isRecord() && raw.getName().startsWith("io.tcpboot.") && types.add(raw)) {
			for (RecordComponent component : raw.getRecordComponents()) {
				collect(ResolvableType.forType(component.getGenericType()), types);
			}
		}
		Stream.of(type.getGenerics()).forEach((generic) -> collect(generic, types));
	}

	@Test
	@CompileWithForkedClassLoader
	void whenMadeAheadOfTimeItAnswers() {
		ClassName initializer = process();
		TestCompiler.forSystem().with(this.generation).compile((compiled) -> {
			try (ServletWebServerApplicationContext context = new ServletWebServerApplicationContext()) {
				configure(context);
				initializer(compiled.getInstance(ApplicationContextInitializer.class, initializer.canonicalName()))
					.initialize(context);
				context.refresh();
				assertThat(JsonPath.<String>read(get(context, "").body(), "$.servers[0].handlers[0].event"))
					.isEqualTo("@OnData");
				assertThat(JsonPath.<Integer>read(get(context, "/echo?limit=5").body(), "$.total")).isZero();
				assertThat(get(context, "/echo?limit=0").statusCode()).isEqualTo(400);
				assertThat(get(context, "/nobody").statusCode()).isEqualTo(404);
			}
		});
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextInitializer<ConfigurableApplicationContext> initializer(
			ApplicationContextInitializer<?> initializer) {
		return (ApplicationContextInitializer<ConfigurableApplicationContext>) initializer;
	}

	private ClassName process() {
		AnnotationConfigServletWebServerApplicationContext context = new AnnotationConfigServletWebServerApplicationContext();
		configure(context);
		context.register(Application.class);
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, this.generation);
		this.generation.writeGeneratedContent();
		return initializer;
	}

	private static void configure(ConfigurableApplicationContext context) {
		TestPropertyValues.of("server.port=0", "management.endpoints.web.exposure.include=tcp").applyTo(context);
	}

	private static HttpResponse<String> get(ServletWebServerApplicationContext context, String path) {
		URI uri = URI.create("http://localhost:" + context.getWebServer().getPort() + "/actuator/tcp" + path);
		try {
			return HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Echo.class)
	static class Application {

	}

	@TcpServer(name = "echo", port = 0)
	static class Echo {

		@OnData
		byte[] data(byte[] bytes) {
			return bytes;
		}

	}

}
