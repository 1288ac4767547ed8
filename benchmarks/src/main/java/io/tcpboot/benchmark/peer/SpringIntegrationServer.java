package io.tcpboot.benchmark.peer;

import java.util.concurrent.CompletableFuture;

import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionServerListeningEvent;

/**
 * Spring Integration: a connection factory and a flow.
 *
 * @param nio TcpNio, else TcpNet, which has a thread for each connection
 */
record SpringIntegrationServer(boolean nio) implements PeerServer {

	@Override
	public RunningPeer start(Task task) {
		AbstractServerConnectionFactory connections = IntegrationConnections.of(this.nio, task);
		CompletableFuture<Integer> port = new CompletableFuture<>();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Application.class);
		context.registerBean("connections", AbstractServerConnectionFactory.class, () -> connections);
		context.registerBean("flow", IntegrationFlow.class,
				() -> IntegrationFlows.of(this.nio, task.mode(), connections));
		context.addApplicationListener(
				(ApplicationListener<TcpConnectionServerListeningEvent>) (event) -> port.complete(event.getPort()));
		context.refresh();
		return new RunningPeer(port.join(), context::close);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableIntegration
	static class Application {

	}

}
