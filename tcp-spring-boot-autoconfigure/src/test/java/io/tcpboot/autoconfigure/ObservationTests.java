package io.tcpboot.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnError;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.autoconfigure.observation.DefaultTcpHandlerObservationConvention;
import io.tcpboot.autoconfigure.observation.TcpHandlerObservationContext;
import io.tcpboot.autoconfigure.observation.TcpHandlerObservationConvention;
import io.tcpboot.autoconfigure.observation.TcpObservationAutoConfiguration;
import io.tcpboot.handler.CallDecorator;
import io.tcpboot.handler.HandlerPlace;
import io.tcpboot.server.TcpServers;
import io.tcpboot.test.TcpTestPeer;
import io.tcpboot.test.TcpTestServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of handlers as observations, on request.
 */
class ObservationTests {

	private final ApplicationContextRunner plainRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpClientAutoConfiguration.class,
				ObservationAutoConfiguration.class, TcpObservationAutoConfiguration.class))
		.withBean(Recorder.class)
		.withBean("talk", Talk.class);

	private final ApplicationContextRunner contextRunner = this.plainRunner
		.withPropertyValues("tcp.observation.enabled=true", "tcp.defaults.linger-timeout=100ms");

	@Test
	void whenNobodyAsksNothingIsObserved() {
		this.plainRunner.run((context) -> {
			assertThat(context).doesNotHaveBean(CallDecorator.class);
			assertThat(Peers.answerToHello(context, "talk")).isEqualTo("hello");
			assertThat(context.getBean(Recorder.class).stopped).isEmpty();
		});
	}

	@Test
	void whenAHandlerIsCalledThatIsAnObservation() {
		this.contextRunner.run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			try (TcpTestPeer peer = Peers.connect(context, "talk")) {
				peer.send("hello").expect("hello");
				TcpHandlerObservationContext call = recorder.only();
				assertThat(call.getName()).isEqualTo("tcp.server.handler");
				assertThat(call.getContextualName()).isEqualTo("talk data");
				assertThat(keys(call))
					.isEqualTo(Map.of("server", "talk", "event", "data", "outcome", "success", "exception", "none"));
				assertThat(call.getHighCardinalityKeyValues()).isEmpty();
				assertThat(call.getSocket().isOpen()).isTrue();
			}
		});
	}

	@Test
	void whenAHandlerThrowsThatIsRecorded() {
		this.contextRunner.run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			try (TcpTestPeer peer = Peers.connect(context, "talk")) {
				peer.send("!").expect("caught");
				Awaitility.await().until(() -> recorder.stopped.size() == 2);
				TcpHandlerObservationContext error = recorder.stopped.get(1);
				TcpHandlerObservationContext data = recorder.stopped.get(0);
				assertThat(data.getError()).hasMessage("planted");
				assertThat(keys(data)).containsEntry("outcome", "failure")
					.containsEntry("exception", "IllegalStateException");
				assertThat(keys(error)).containsEntry("event", "error").containsEntry("outcome", "success");
			}
		});
	}

	@Test
	void whenAHandlerIsCalledItIsInScopeAndThenNoMore() {
		this.contextRunner.run((context) -> {
			try (TcpTestPeer peer = Peers.connect(context, "talk")) {
				peer.send("scope?").expect("tcp.server.handler");
				ObservationRegistry registry = context.getBean(ObservationRegistry.class);
				CompletableFuture<@Nullable Observation> after = new CompletableFuture<>();
				context.getBean(io.tcpboot.TcpEventLoop.class)
					.onEachThread(() -> after.complete(registry.getCurrentObservation()));
				assertThat(after.join()).isNull();
			}
		});
	}

	@Test
	void whenAHandlerReturnsAStageTheObservationStopsWithIt() {
		this.contextRunner.withBean("later", Later.class).run((context) -> {
			Later later = context.getBean(Later.class);
			Recorder recorder = context.getBean(Recorder.class);
			try (TcpTestPeer peer = Peers.connect(context, "later")) {
				peer.send("a");
				assertThat(later.asked.join()).isEqualTo("tcp.server.handler");
				assertThat(recorder.stopped).isEmpty();
				later.answer.completeExceptionally(new IllegalArgumentException("late"));
				peer.expectEnd();
				assertThat(recorder.only().getError()).hasMessage("late");
				assertThat(keys(recorder.only())).containsEntry("exception", "IllegalArgumentException");
			}
		});
	}

	@Test
	void whenAHandlerThrowsInsteadOfReturningAStageTheObservationStops() {
		this.contextRunner.withBean("later", Later.class).run((context) -> {
			Recorder recorder = context.getBean(Recorder.class);
			try (TcpTestPeer peer = Peers.connect(context, "later")) {
				peer.send("!").expectEnd();
				assertThat(recorder.only().getError()).hasMessage("planted");
			}
		});
	}

	@Test
	void whenAClientIsCalledItsObservationHasAnotherName() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			this.contextRunner.withBean(LoginFeed.class)
				.withPropertyValues("tcp.clients.feed.host=localhost", "tcp.clients.feed.port=" + server.port())
				.run((context) -> {
					server.accept().expect("login");
					TcpHandlerObservationContext call = context.getBean(Recorder.class).only();
					assertThat(call.getName()).isEqualTo("tcp.client.handler");
					assertThat(keys(call)).containsEntry("client", "feed").containsEntry("event", "open");
				});
		}
	}

	@Test
	void whenThereIsAConventionForServersClientsKeepTheirs() {
		try (TcpTestServer server = TcpTestServer.listen()) {
			this.contextRunner.withUserConfiguration(Regional.class)
				.withBean(LoginFeed.class)
				.withPropertyValues("tcp.clients.feed.host=localhost", "tcp.clients.feed.port=" + server.port())
				.run((context) -> {
					server.accept().expect("login");
					assertThat(keys(context.getBean(Recorder.class).only())).doesNotContainKey("region");
					context.getBean(Recorder.class).stopped.clear();
					assertThat(Peers.answerToHello(context, "talk")).isEqualTo("hello");
					assertThat(keys(context.getBean(Recorder.class).only())).containsEntry("region", "north")
						.containsEntry("server", "talk");
				});
		}
	}

	@Test
	void whenObservationsOfTheNameAreSwitchedOffThereIsNone() {
		this.contextRunner.withPropertyValues("management.observations.enable.tcp=false").run((context) -> {
			assertThat(Peers.answerToHello(context, "talk")).isEqualTo("hello");
			assertThat(context.getBean(Recorder.class).stopped).isEmpty();
		});
	}

	@Test
	void whenHandlersAreReloadedTheyAreObservedStill() {
		this.contextRunner.run((context) -> {
			context.getBean(TcpServers.class).reload("talk");
			assertThat(Peers.answerToHello(context, "talk")).isEqualTo("hello");
			assertThat(keys(context.getBean(Recorder.class).only())).containsEntry("event", "data");
		});
	}

	@Test
	void whenThereAreMetersSpringBootTimesTheObservations() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> {
				assertThat(Peers.answerToHello(context, "talk")).isEqualTo("hello");
				assertThat(context.getBean(MeterRegistry.class)
					.get("tcp.server.handler")
					.tags("server", "talk", "event", "data", "error", "none")
					.timer()
					.count()).isOne();
			});
	}

	@Test
	void whenThereIsNoRegistryNothingIsObserved() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpObservationAutoConfiguration.class))
			.withPropertyValues("tcp.observation.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CallDecorator.class));
	}

	@Test
	void whenThereIsNoMicrometerNothingIsObserved() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class, TcpObservationAutoConfiguration.class))
			.withPropertyValues("tcp.observation.enabled=true")
			.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CallDecorator.class));
	}

	private static Map<String, String> keys(Observation.Context context) {
		return context.getLowCardinalityKeyValues()
			.stream()
			.collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
	}

	@Configuration(proxyBeanMethods = false)
	static class Regional {

		@Bean
		TcpHandlerObservationConvention region() {
			return new DefaultTcpHandlerObservationConvention(HandlerPlace.Side.SERVER) {

				@Override
				public KeyValues getLowCardinalityKeyValues(TcpHandlerObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("region", "north");
				}

			};
		}

	}

	/**
	 * Keeps what has been observed.
	 */
	static class Recorder implements ObservationHandler<TcpHandlerObservationContext> {

		private final List<TcpHandlerObservationContext> stopped = new CopyOnWriteArrayList<>();

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof TcpHandlerObservationContext;
		}

		@Override
		public void onStop(TcpHandlerObservationContext context) {
			this.stopped.add(context);
		}

		TcpHandlerObservationContext only() {
			Awaitility.await().until(() -> !this.stopped.isEmpty());
			assertThat(this.stopped).hasSize(1);
			return this.stopped.get(0);
		}

	}

	/**
	 * Answers with what it has heard, or with what observes it.
	 */
	@TcpServer(port = 0)
	static class Talk {

		private final ObjectProvider<ObservationRegistry> registry;

		Talk(ObjectProvider<ObservationRegistry> registry) {
			this.registry = registry;
		}

		@OnData
		String data(String text) {
			return switch (text) {
				case "!" -> throw new IllegalStateException("planted");
				case "scope?" -> name(this.registry.getObject());
				default -> text;
			};
		}

		@OnError
		String error(Throwable failure) {
			return "caught";
		}

	}

	/**
	 * Answers when the test says so, and fails if asked to.
	 */
	@TcpServer(port = 0)
	static class Later {

		private final CompletableFuture<String> asked = new CompletableFuture<>();

		private final CompletableFuture<Void> answer = new CompletableFuture<>();

		private final ObjectProvider<ObservationRegistry> registry;

		Later(ObjectProvider<ObservationRegistry> registry) {
			this.registry = registry;
		}

		@OnData
		CompletionStage<Void> data(String text, TcpSocket<?> socket) {
			if (text.equals("!")) {
				throw new IllegalStateException("planted");
			}
			this.asked.complete(name(this.registry.getObject()));
			return this.answer;
		}

	}

	private static String name(ObservationRegistry registry) {
		Observation observation = registry.getCurrentObservation();
		return (observation != null) ? String.valueOf(observation.getContext().getName()) : "none";
	}

}
