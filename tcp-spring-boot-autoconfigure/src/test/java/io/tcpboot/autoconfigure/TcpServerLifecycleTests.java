package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpSocket;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.OnOpen;
import io.tcpboot.annotation.OnShutdown;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServerBindException;
import io.tcpboot.server.TcpServerLifecycle;
import io.tcpboot.server.TcpServerShutdownLifecycle;
import io.tcpboot.test.FreePorts;
import io.tcpboot.test.TcpTestPeer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.DefaultLifecycleProcessor;

import static org.assertj.core.api.Assertions.assertThat;

class TcpServerLifecycleTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
		.withBean(Echo.class);

	@Test
	void whenOneServerCannotBeBoundTheOthersAreClosed() throws Exception {
		int port = FreePorts.next();
		try (ServerSocket occupied = new ServerSocket(0)) {
			this.contextRunner
				.withBean(TcpEventLoop.class, TcpEventLoop::shared, (bean) -> bean.setDestroyMethodName(""))
				.withBean("late", Big.class)
				.withPropertyValues("tcp.servers.echo.port=" + port, "tcp.servers.late.port=" + occupied.getLocalPort())
				.run((context) -> assertThat(context).getFailure()
					.cause()
					.isInstanceOf(TcpServerBindException.class)
					.hasMessageStartingWith("TCP server 'late': "));
		}
		assertFree(port);
	}

	@Test
	void whenContextStopsSocketsCloseInOrderAndThePortIsFree() {
		this.contextRunner.run((context) -> {
			int port = Peers.port(context, "echo");
			try (TcpTestPeer peer = TcpTestPeer.connect(port)) {
				peer.send("hello").expect("hello");
				CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop);
				peer.expectEnd();
				peer.halfClose();
				assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
			}
			assertFree(port);
		});
	}

	@Test
	void whenContextStopsWhatWasAcceptedIsDelivered() {
		this.contextRunner.withBean("big", Big.class).run((context) -> {
			try (TcpTestPeer peer = Peers.connect(context, "big")) {
				peer.send("hello").expect("\0");
				CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop);
				assertThat(peer.halfClose().readToEnd()).hasSize(Big.SIZE - 1);
				assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
			}
		});
	}

	@Test
	void whenContextStartsAgainServersAreBoundAgain() {
		this.contextRunner.run((context) -> {
			context.stop();
			assertThat(context.getBean(TcpServerLifecycle.class).isRunning()).isFalse();
			context.start();
			assertThat(Peers.answerToHello(context, "echo")).isEqualTo("hello");
		});
	}

	@Test
	void whenStoppedTheCallbackIsCalledOnceEachTime() {
		this.contextRunner.run((context) -> {
			AtomicInteger calls = new AtomicInteger();
			TcpServerLifecycle lifecycle = context.getBean(TcpServerLifecycle.class);
			lifecycle.stop(calls::incrementAndGet);
			lifecycle.stop(calls::incrementAndGet);
			context.close();
			assertThat(calls).hasValue(2);
		});
	}

	@Test
	void whenContextIsClosedNoThreadIsLeft() throws Exception {
		AtomicReference<Thread> thread = new AtomicReference<>();
		this.contextRunner.withBean("big", Big.class).run((context) -> {
			Peers.answerToHello(context, "big");
			thread.set(context.getBean(Big.class).thread);
		});
		assertThat(thread.get().getName()).startsWith("tcp-loop");
		thread.get().join(10_000);
		assertThat(thread.get().isAlive()).isFalse();
	}

	@Test
	void whenSocketsDoNotCloseInTimeTheyAreClosedBeforeTheirBeanIsDestroyed() {
		this.contextRunner.withBean("big", Big.class, Big::new, (bean) -> bean.setLazyInit(true))
			.withBean("lifecycleProcessor", DefaultLifecycleProcessor.class, TcpServerLifecycleTests::impatient)
			.run((context) -> {
				try (TcpTestPeer peer = Peers.connect(context, "big")) {
					peer.send("hello").expect("\0");
					Big big = context.getBean(Big.class);
					context.close();
					assertThat(big.closedBefore).isTrue();
				}
			});
	}

	private static DefaultLifecycleProcessor impatient() {
		DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
		processor.setTimeoutPerShutdownPhase(1);
		return processor;
	}

	@Test
	void whenGracePeriodIsOverSocketsAreReset() {
		this.contextRunner.withBean("big", Big.class)
			.withPropertyValues("tcp.shutdown.grace-period=50ms")
			.run(TcpServerLifecycleTests::assertCutOff);
	}

	@Test
	void whenGracePeriodIsZeroSocketsAreClosedAtOnce() {
		this.contextRunner.withBean("big", Big.class)
			.withPropertyValues("tcp.shutdown.grace-period=0")
			.run(TcpServerLifecycleTests::assertCutOff);
	}

	private static void assertCutOff(AssertableApplicationContext context) throws IOException {
		try (TcpTestPeer peer = Peers.connect(context, "big")) {
			peer.send("hello").readText(1);
			context.stop();
			peer.expectReset();
		}
	}

	@Test
	void whenGracePeriodIsNegativeTheStartFails() {
		this.contextRunner.withPropertyValues("tcp.shutdown.grace-period=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessage(
						"Property tcp.shutdown.grace-period with value 'PT-1S' is invalid: It must not be negative. "
								+ "0 closes sockets at once."));
	}

	@Test
	void whenAHandlerBlocksTheStopGoesOnWithoutIt() {
		this.contextRunner.withBean("blocking", Blocking.class)
			.withPropertyValues("tcp.shutdown.grace-period=50ms")
			.run((context) -> {
				Blocking blocking = context.getBean(Blocking.class);
				try (TcpTestPeer peer = Peers.connect(context, "blocking")) {
					peer.send("hello");
					assertThat(blocking.called.await(10, TimeUnit.SECONDS)).isTrue();
					CountDownLatch stopped = new CountDownLatch(1);
					context.getBean(TcpServerShutdownLifecycle.class).stop(stopped::countDown);
					assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
				}
				finally {
					blocking.goOn.countDown();
				}
			});
	}

	@Test
	void whenContextStopsEachSocketIsToldAndAnswersUnderWayArrive() {
		this.contextRunner.withBean("slow", Slow.class)
			.withPropertyValues("tcp.defaults.linger-timeout=100ms")
			.run((context) -> {
				try (TcpTestPeer busy = Peers.connect(context, "slow");
						TcpTestPeer idle = Peers.connect(context, "slow")) {
					assertThat(busy.readText(5) + idle.readText(5)).isEqualTo("hellohello");
					busy.send("ask");
					Slow slow = context.getBean(Slow.class);
					slow.asked.get(10, TimeUnit.SECONDS);
					CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop);
					idle.expect("bye").expectEnd();
					assertThat(busy.readText(3)).isEqualTo("bye");
					slow.answer.complete("answer");
					assertThat(busy.readTextToEnd()).isEqualTo("answer");
					assertThat(stopped).succeedsWithin(10, TimeUnit.SECONDS);
				}
			});
	}

	@Test
	void whenStoppedAlreadyTheCallbackIsCalledNevertheless() {
		this.contextRunner.run((context) -> {
			AtomicInteger calls = new AtomicInteger();
			context.stop();
			context.getBean(TcpServerShutdownLifecycle.class).stop(calls::incrementAndGet);
			context.getBean(TcpServerLifecycle.class).stop(calls::incrementAndGet);
			assertThat(calls).hasValue(2);
		});
	}

	@Test
	void whenAnotherBeanCannotStartPortsAreFree() throws Exception {
		int port = FreePorts.next();
		this.contextRunner.withPropertyValues("tcp.servers.echo.port=" + port)
			.withBean(NeverStarting.class)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage("not today"));
		assertFree(port);
	}

	@Test
	void whenThereAreTwoContextsEachStopsItsOwn() {
		this.contextRunner.run((one) -> this.contextRunner.run((other) -> {
			one.close();
			assertThat(Peers.answerToHello(other, "echo")).isEqualTo("hello");
		}));
	}

	@Test
	void whenAContextHasAParentWithServersTheyAreNotStartedTwice() {
		this.contextRunner.run((parent) -> this.contextRunner.withParent(parent).run((context) -> {
			assertThat(Peers.port(context, "echo")).isNotEqualTo(Peers.port(parent, "echo"));
			context.close();
			assertThat(Peers.answerToHello(parent, "echo")).isEqualTo("hello");
		}));
	}

	@Test
	void whenAContextHasAParentWithServersTheirPropertiesAreNotUnknown() {
		this.contextRunner.withPropertyValues("tcp.servers.echo.backlog=16")
			.run((parent) -> new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class))
				.withParent(parent)
				.withPropertyValues("tcp.servers.echo.backlog=16")
				.withBean("other", Slow.class)
				.run((context) -> assertThat(context).hasNotFailed()));
	}

	@Test
	void stopsBesideTheWebServerAndIsNotPaused() {
		this.contextRunner.run((context) -> {
			TcpServerShutdownLifecycle lifecycle = context.getBean(TcpServerShutdownLifecycle.class);
			assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE - 1024);
			assertThat(lifecycle.isPauseable()).isFalse();
			assertThat(lifecycle.isRunning()).isTrue();
		});
	}

	@Test
	void startsBeforeTheWebServerAndIsNotPaused() {
		this.contextRunner.run((context) -> {
			TcpServerLifecycle lifecycle = context.getBean(TcpServerLifecycle.class);
			assertThat(lifecycle.getPhase()).isEqualTo(Integer.MAX_VALUE - 4096);
			assertThat(lifecycle.isPauseable()).isFalse();
			assertThat(lifecycle.isAutoStartup()).isTrue();
		});
	}

	private static void assertFree(int port) throws Exception {
		try (ServerSocket socket = new ServerSocket(port)) {
			assertThat(socket.isBound()).isTrue();
		}
	}

	/**
	 * Answers more than the kernel takes at once.
	 */
	@TcpServer(port = 0)
	static class Big implements DisposableBean {

		static final int SIZE = 8 * 1024 * 1024;

		private volatile @Nullable Thread thread;

		private volatile @Nullable TcpSocket<?> socket;

		private volatile boolean closedBefore;

		@OnData
		byte[] data(TcpSocket<?> socket) {
			this.thread = Thread.currentThread();
			this.socket = socket;
			return new byte[SIZE];
		}

		@Override
		public void destroy() {
			TcpSocket<?> socket = this.socket;
			this.closedBefore = socket != null && socket.closeReason() != null;
		}

	}

	/**
	 * Does what it must not.
	 */
	@TcpServer(port = 0)
	static class Blocking {

		private final CountDownLatch called = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		@OnData
		void data(byte[] bytes) throws InterruptedException {
			this.called.countDown();
			this.goOn.await();
		}

	}

	/**
	 * Answers when it is told to.
	 */
	@TcpServer(port = 0)
	static class Slow {

		private final CompletableFuture<String> asked = new CompletableFuture<>();

		private final CompletableFuture<String> answer = new CompletableFuture<>();

		@OnOpen
		String open() {
			return "hello";
		}

		@OnData
		CompletableFuture<String> data(String text) {
			this.asked.complete(text);
			return this.answer;
		}

		@OnShutdown
		String shutdown() {
			return "bye";
		}

	}

}
