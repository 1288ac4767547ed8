package io.tcpboot.autoconfigure.actuate;

import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.ObjectName;

import com.jayway.jsonpath.JsonPath;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;
import io.tcpboot.autoconfigure.TcpClientAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint of an application that is made ahead of time.
 */
class EndpointAheadOfTimeTests {

	private static final TestPropertyValues PROPERTIES = TestPropertyValues.of("spring.jmx.enabled=true",
			"management.endpoints.jmx.domain=tcp.aot", "management.endpoints.jmx.exposure.include=tcp",
			"management.endpoints.web.exposure.include=tcp");

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

	/**
	 * Over JMX, as a second Tomcat would not start in the class loader of this test.
	 */
	@Test
	@CompileWithForkedClassLoader
	@SuppressWarnings("unchecked")
	void whenMadeAheadOfTimeItAnswers() {
		ClassName initializer = process();
		TestCompiler.forSystem().with(this.generation).compile((compiled) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				PROPERTIES.applyTo(context);
				compiled.getInstance(ApplicationContextInitializer.class, initializer.canonicalName())
					.initialize(context);
				context.refresh();
				assertThat(JsonPath.<String>read(ask("tcp"), "$.servers[0].handlers[0].event")).isEqualTo("@OnData");
				assertThat(JsonPath.<Integer>read(ask("sockets", "echo", "5", null, null, null, null, null), "$.limit"))
					.isEqualTo(5);
				assertThat(context.getBean(TcpEndpointWebExtension.class)
					.socket(SecurityContext.NONE, "echo", "0")
					.getStatus()).isEqualTo(404);
			}
		});
	}

	private static Object ask(String operation, Object... arguments) {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		try {
			return ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("tcp.aot:type=Endpoint,name=Tcp"), operation, arguments, signature);
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ClassName process() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			PROPERTIES.applyTo(context);
			context.register(Application.class);
			ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, this.generation);
			this.generation.writeGeneratedContent();
			return initializer;
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
			TcpEndpointAutoConfiguration.class, EndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
			JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class })
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
