package io.tcpboot.server;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Shows the ports of servers in the environment, in the property source that web servers
 * use too: {@code local.tcp.<name>.port}, and {@code local.tcp.server.port} for the only
 * one.
 */
final class LocalPorts {

	private static final String SOURCE = "server.ports";

	private static final String ONLY_SERVER = "local.tcp.server.port";

	private final ApplicationContext context;

	LocalPorts(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Show the ports of all servers, to parent contexts too.
	 */
	void show(Collection<RunningServer> servers) {
		ApplicationContext context = this.context;
		while (context != null) {
			Map<String, Object> properties = properties(context);
			if (properties != null) {
				show(servers, properties);
			}
			context = context.getParent();
		}
	}

	private static void show(Collection<RunningServer> servers, Map<String, Object> properties) {
		properties.remove(ONLY_SERVER);
		for (RunningServer server : servers) {
			int port = server.listener().port();
			if (port > 0) {
				properties.put("local.tcp." + server.name() + ".port", port);
				if (servers.size() == 1) {
					properties.put(ONLY_SERVER, port);
				}
			}
		}
	}

	@SuppressWarnings("unchecked")
	private static @Nullable Map<String, Object> properties(ApplicationContext context) {
		if (!(context instanceof ConfigurableApplicationContext configurable)) {
			return null;
		}
		MutablePropertySources sources = configurable.getEnvironment().getPropertySources();
		PropertySource<?> source = sources.get(SOURCE);
		if (!(source instanceof MapPropertySource)) {
			source = new MapPropertySource(SOURCE, new ConcurrentHashMap<>());
			sources.addFirst(source);
		}
		return (Map<String, Object>) source.getSource();
	}

}
