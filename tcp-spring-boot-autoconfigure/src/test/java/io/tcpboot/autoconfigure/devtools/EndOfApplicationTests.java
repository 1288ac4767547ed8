package io.tcpboot.autoconfigure.devtools;

import java.nio.file.Path;

import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What closes sockets, with DevTools as without.
 */
class EndOfApplicationTests {

	private static final int EXIT_CODE_OF_SIGTERM = 143;

	private static final String SERVER = Servers.server("Plain", "name = \"plain\", port = 0");

	/** Does to its application what it is told. */
	private static final String REMOTE_CONTROL = """
			@TcpServer(name = "control", port = 0)
			class RemoteControl {

				private final ConfigurableApplicationContext context;

				RemoteControl(ConfigurableApplicationContext context) {
					this.context = context;
				}

				@OnData
				void data(String command) {
					Thread thread = new Thread(() -> run(command));
					// Event loops are, and nothing else may be left meanwhile.
					thread.setDaemon(false);
					thread.start();
				}

				private void run(String command) {
					switch (command) {
						case "close" -> this.context.close();
						case "stop and start" -> {
							this.context.stop();
							this.context.start();
							System.out.println("ready " + App.ports(this.context));
						}
						case "restart" -> org.springframework.boot.devtools.restart.Restarter.getInstance().restart();
						default -> throw new IllegalArgumentException(command);
					}
				}

			}
			""";

	private static final String EVENT_LOOP = """
			@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
			class Loops {

				@org.springframework.context.annotation.Bean
				TcpEventLoop eventLoop() {
					return TcpEventLoop.builder().name("own").build();
				}

			}
			""";

	@TempDir
	private Path folder;

	@Test
	void whenTerminatedWhileSocketsWaitTheyClose() throws Exception {
		try (ForkedApplication app = application().start(); TcpTestPeer peer = served(app)) {
			app.project().write("Broken", Broken.BEAN);
			app.restartInVain();
			app.jvm().terminate();
			peer.expectEnd();
			assertThat(app.jvm().awaitExit()).isEqualTo(EXIT_CODE_OF_SIGTERM);
			assertThat(app.log())
				.contains("TCP server plain on port " + app.port("plain") + " stopped after 1 connections");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "INFO Restarting due to", "main begins" })
	void whenTerminatedInTheMiddleOfARestartSocketsClose(String moment) throws Exception {
		try (ForkedApplication app = application().start(); TcpTestPeer peer = served(app)) {
			app.project().edit("Plain", "v1", "v2");
			app.build();
			app.await(moment);
			app.jvm().terminate();
			peer.expectEnd();
			assertThat(app.jvm().awaitExit()).isEqualTo(EXIT_CODE_OF_SIGTERM);
		}
	}

	@Test
	void whenARestartAsksForTheEndSocketsClose() throws Exception {
		try (ForkedApplication app = application().start(); TcpTestPeer peer = served(app)) {
			app.project().write("Broken", Broken.EXITING_RUNNER);
			app.beginRestart();
			peer.expectEnd();
			assertThat(app.jvm().awaitExit()).isEqualTo(7);
		}
	}

	@Test
	void whenFirstStartFailsTheProcessEnds() throws Exception {
		try (ForkedApplication app = application().with("Broken", Broken.RUNNER)) {
			app.launch();
			assertThat(app.jvm().awaitExit()).isEqualTo(1);
		}
	}

	@Test
	void whenApplicationRestartsItselfSocketsStayAndWhenItStopsThemTheyClose() throws Exception {
		try (ForkedApplication app = application().with("RemoteControl", REMOTE_CONTROL).jars().start();
				TcpTestPeer peer = served(app);
				TcpTestPeer control = app.connect("control")) {
			app.restart(() -> control.send("restart"));
			peer.send("b").expect("v1 b 2");
			app.restart(() -> control.send("stop and start"));
			peer.expectEnd();
			try (TcpTestPeer later = served(app); TcpTestPeer laterControl = app.connect("control")) {
				laterControl.send("close");
				later.expectEnd();
				app.jvm().awaitExit();
			}
		}
	}

	@Test
	void whenConnectionsAreNotToBeKeptARestartClosesThem() throws Exception {
		try (ForkedApplication app = application().properties("tcp.devtools.keep-connections=false").start();
				TcpTestPeer peer = served(app)) {
			app.project().edit("Plain", "v1", "v2");
			app.restart();
			peer.expectEnd();
			try (TcpTestPeer later = app.connect("plain")) {
				later.send("a").expect("v2 a 1");
			}
		}
	}

	@Test
	void whenRestartsAreOffTheEndIsAsWithoutDevTools() throws Exception {
		try (ForkedApplication app = application().options("-Dspring.devtools.restart.enabled=false").start();
				TcpTestPeer peer = served(app)) {
			app.jvm().terminate();
			peer.expectEnd();
			assertThat(app.jvm().awaitExit()).isEqualTo(EXIT_CODE_OF_SIGTERM);
			assertThat(app.log()).contains("Plain v1 close");
		}
	}

	@Test
	void whenEventLoopIsTheUsersARestartClosesSockets() throws Exception {
		try (ForkedApplication app = application().with("Loops", EVENT_LOOP).start(); TcpTestPeer peer = served(app)) {
			app.project().edit("Plain", "v1", "v2");
			app.restart();
			peer.expectEnd();
			try (TcpTestPeer later = app.connect("plain")) {
				later.send("a").expect("v2 a 1");
			}
		}
	}

	private ForkedApplication application() throws Exception {
		return new ForkedApplication(this.folder).with("Counter", Servers.COUNTER).with("Plain", SERVER);
	}

	private static TcpTestPeer served(ForkedApplication app) {
		return app.connect("plain").send("a").expect("v1 a 1");
	}

}
