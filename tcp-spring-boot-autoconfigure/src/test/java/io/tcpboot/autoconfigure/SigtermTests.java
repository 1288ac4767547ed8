package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.annotation.OnData;
import io.tcpboot.annotation.TcpServer;
import io.tcpboot.server.TcpServerStartedEvent;
import io.tcpboot.server.TcpServerStoppedEvent;
import io.tcpboot.test.ChildJvm;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of a process, which takes a process: its main method has returned, so that
 * nothing but its servers keeps it alive, and then it gets a SIGTERM.
 */
class SigtermTests {

	private static final int CLIENTS = 8;

	private static final int EXIT_CODE_OF_SIGTERM = 143;

	@Test
	void whenTerminatedUnderLoadEveryAnswerArrives() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try (ChildJvm child = withoutDevTools().run(Application.class)) {
			int port = Integer.parseInt(child.await("port of counted "));
			child.await("main is over");
			List<Load> loads = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				loads.add(new Load(port, threads));
			}
			for (Load load : loads) {
				load.underWay.get(10, TimeUnit.SECONDS);
			}
			child.terminate();
			long answered = 0;
			for (Load load : loads) {
				answered += load.answered.get(10, TimeUnit.SECONDS);
			}
			assertThat(child.awaitExit()).isEqualTo(EXIT_CODE_OF_SIGTERM);
			assertThat(answered).isPositive().isEqualTo(Long.parseLong(child.await("seen ")));
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void whenTerminatedInTheMiddleOfAnAnswerTheWholeOfItArrives() throws Exception {
		try (ChildJvm child = withoutDevTools().run(Application.class);
				TcpTestPeer idle = TcpTestPeer.connect(Integer.parseInt(child.await("port of counted ")));
				TcpTestPeer peer = TcpTestPeer.connect(Integer.parseInt(child.await("port of big ")))) {
			peer.send("big").read(1);
			child.terminate();
			child.await("stopped counted");
			idle.expectEnd();
			assertThat(peer.readToEnd()).hasSize(Big.SIZE - 1);
			peer.halfClose();
			assertThat(child.awaitExit()).isEqualTo(EXIT_CODE_OF_SIGTERM);
		}
	}

	@Test
	void whenThereAreOnlyClientsTheProcessEndsWithItsMainMethod() throws Exception {
		try (ChildJvm child = withoutDevTools().run(ClientApplication.class)) {
			assertThat(child.awaitEnd()).contains("main is over");
		}
	}

	private static ChildJvm.Builder withoutDevTools() {
		return ChildJvm.builder().classPath((entry) -> !entry.contains("spring-boot-devtools"));
	}

	/**
	 * Sends and reads as fast as it can, until the server has finished.
	 */
	private static final class Load {

		private final Socket socket;

		private final CompletableFuture<Void> underWay = new CompletableFuture<>();

		private final CompletableFuture<Long> answered;

		Load(int port, ExecutorService threads) throws IOException {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
			this.answered = CompletableFuture.supplyAsync(this::read, threads);
			threads.execute(this::write);
		}

		private void write() {
			byte[] bytes = new byte[5000];
			try {
				OutputStream out = this.socket.getOutputStream();
				while (!this.answered.isDone()) {
					out.write(bytes);
				}
				this.socket.close();
			}
			catch (IOException ex) {
				// The reader says whether something is missing.
			}
		}

		private long read() {
			long length = 0;
			byte[] bytes = new byte[8192];
			try {
				InputStream in = this.socket.getInputStream();
				int read;
				while ((read = in.read(bytes)) >= 0) {
					length += read;
					if (length > 500_000) {
						this.underWay.complete(null);
					}
				}
				return length;
			}
			catch (SocketException ex) {
				throw new AssertionError("reset after " + length + " bytes", ex);
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(TcpAutoConfiguration.class)
	@Import({ Counted.class, Big.class })
	static class Application {

		public static void main(String[] args) {
			new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(args);
			System.out.println("main is over");
		}

		@EventListener
		void started(TcpServerStartedEvent event) {
			System.out.println("port of " + event.name() + " " + event.listener().port());
		}

		@EventListener
		void stopped(TcpServerStoppedEvent event) {
			System.out.println("stopped " + event.name());
			if (event.name().equals("counted")) {
				System.out.println("seen " + Counted.SEEN);
			}
		}

	}

	@TcpServer(name = "counted", port = 0)
	static class Counted {

		static final AtomicLong SEEN = new AtomicLong();

		@OnData
		ByteBuf data(ByteBuf bytes) {
			SEEN.addAndGet(bytes.readableBytes());
			return bytes;
		}

	}

	@TcpServer(name = "big", port = 0)
	static class Big {

		static final int SIZE = 8 * 1024 * 1024;

		@OnData
		byte[] data() {
			return new byte[SIZE];
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(TcpAutoConfiguration.class)
	static class ClientApplication {

		public static void main(String[] args) {
			SpringApplication application = new SpringApplication(ClientApplication.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			application.run(args).getBean(TcpEventLoop.class);
			System.out.println("main is over");
		}

	}

}
