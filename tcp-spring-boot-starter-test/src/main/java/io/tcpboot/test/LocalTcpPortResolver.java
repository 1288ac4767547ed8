package io.tcpboot.test;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * Resolves {@link LocalTcpPort}, which {@code @Value} alone could not do: its text is
 * always the same.
 */
final class LocalTcpPortResolver extends ContextAnnotationAutowireCandidateResolver {

	private static final Pattern PROPERTY = Pattern.compile("local\\.tcp\\.(.+)\\.port");

	private final ConfigurableEnvironment environment;

	LocalTcpPortResolver(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public @Nullable Object getSuggestedValue(DependencyDescriptor descriptor) {
		LocalTcpPort annotation = MergedAnnotations.from(descriptor.getAnnotations())
			.get(LocalTcpPort.class)
			.synthesize((found) -> found.isPresent())
			.orElseGet(() -> onMethod(descriptor));
		return (annotation != null) ? port(annotation.value()) : super.getSuggestedValue(descriptor);
	}

	private static @Nullable LocalTcpPort onMethod(DependencyDescriptor descriptor) {
		MethodParameter parameter = descriptor.getMethodParameter();
		return (parameter != null) ? parameter.getMethodAnnotation(LocalTcpPort.class) : null;
	}

	private String port(String server) {
		String property = (server.isEmpty()) ? LocalTcpPort.ONLY_SERVER : "local.tcp." + spelled(server) + ".port";
		String port = this.environment.getProperty(property);
		if (port == null) {
			throw new IllegalStateException(((server.isEmpty()) ? "@LocalTcpPort" : "@LocalTcpPort(\"" + server + "\")")
					+ ": there is no property " + property + " (expected: "
					+ ((server.isEmpty()) ? "one TCP server, and it has started" : "a TCP server that has started")
					+ "; started are " + started() + ")");
		}
		return port;
	}

	/**
	 * Names are the same in any spelling: {@code my-echo} and {@code myEcho}.
	 */
	private String spelled(String server) {
		return started().stream()
			.filter((name) -> canonical(name).equals(canonical(server)))
			.findFirst()
			.orElse(server);
	}

	private static String canonical(String name) {
		return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(Locale.ROOT);
	}

	private Set<String> started() {
		Set<String> names = new TreeSet<>();
		this.environment.getPropertySources()
			.stream()
			.filter((source) -> source instanceof EnumerablePropertySource)
			.flatMap((source) -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
			.map(PROPERTY::matcher)
			.filter(Matcher::matches)
			.forEach((matcher) -> names.add(matcher.group(1)));
		names.remove("server");
		return names;
	}

}
