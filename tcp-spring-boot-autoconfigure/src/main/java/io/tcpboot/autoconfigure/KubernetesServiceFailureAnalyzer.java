package io.tcpboot.autoconfigure;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Explains the variables that Kubernetes makes for each of its services: of one that is
 * called {@code tcp-servers} they look like properties of ours. Goes before the analyzer
 * of Spring Boot, which would tell of types.
 */
@Order(0)
class KubernetesServiceFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final Pattern NAME = Pattern.compile("tcp\\.(servers|clients)\\..*");

	private static final Pattern LINK = Pattern.compile("(tcp|udp|sctp)://.+:\\d+");

	private final Environment environment;

	KubernetesServiceFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		String key = cause.getName().toString();
		String value = NAME.matcher(key).matches() ? value(key) : "";
		if (!LINK.matcher(value).matches()) {
			return null;
		}
		return new FailureAnalysis(
				"The property " + key + " has the value '" + value
						+ "', which Kubernetes gives to a variable named after a service.",
				"Set enableServiceLinks: false in the specification of the pod, or rename the service.", cause);
	}

	private String value(String key) {
		return Binder.get(this.environment).bind(key, String.class).orElse("");
	}

}
