package io.tcpboot.autoconfigure.devtools;

import java.nio.file.Path;
import java.time.Duration;

import io.tcpboot.test.FreePorts;
import io.tcpboot.test.TcpTestPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that are put together, and change, in less usual ways.
 */
class UnusualApplicationTests {

	private static final int EXIT_CODE_OF_SIGTERM = 143;

	private static final String FAILING_LISTENER = """
			@Component
			class Failing implements ApplicationListener<org.springframework.boot.context.event.ApplicationReadyEvent> {

				@Override
				public void onApplicationEvent(org.springframework.boot.context.event.ApplicationReadyEvent event) {
					throw new IllegalStateException("not ready");
				}

			}
			""";

	private static final String RETYPED = """
			@TcpServer(name = "retyped", port = 0)
			class Retyped {

				record Session(int count) implements Serializable {

				}

				@OnData
				String data(TcpSocket<Integer> socket, String text) {
					Integer data = socket.data();
					socket.data(1);
					return text + " " + data;
				}

			}
			""";

	/** With a parent that is an application of its own, and has a server of its own. */
	private static final String HIERARCHY = """
			@SpringBootApplication(scanBasePackages = "none")
			@org.springframework.context.annotation.Import(Plain.class)
			public class App {

				public static void main(String[] args) {
					System.out.println("main begins");
					new org.springframework.boot.builder.SpringApplicationBuilder(App.class).child(Child.class).run(args);
					System.out.println("ready ");
				}

			}
			""";

	private static final String CHILD = """
			@SpringBootApplication(scanBasePackages = "none")
			@org.springframework.context.annotation.Import(Other.class)
			class Child {

			}
			""";

	@TempDir
	private Path folder;

	private ForkedApplication application() throws Exception {
		return new ForkedApplication(this.folder).with("Counter", Servers.COUNTER)
			.with("Plain", Servers.server("Plain", "name = \"plain\", port = 0"));
	}

	@Test
	void whenBeansAreLazyAndServersHaveProfilesSocketsStay() throws Exception {
		try (ForkedApplication app = application()
			.with("Other",
					"@org.springframework.context.annotation.Profile(\"more\") "
							+ Servers.server("Other", "name = \"other\", port = 0"))
			.with("Retyped", RETYPED)
			.properties("spring.main.lazy-initialization=true", "spring.profiles.active=more")
			.start();
				TcpTestPeer peer = app.connect("plain");
				TcpTestPeer other = app.connect("other");
				TcpTestPeer retyped = app.connect("retyped")) {
			peer.send("a").expect("v1 a 1");
			other.send("a").expect("v1 a 1");
			retyped.send("a").expect("a null");
			app.project().editResource("application.properties", "active=more", "active=less");
			app.restart();
			peer.send("b").expect("v1 b 2");
			retyped.send("b").expect("b 1");
			other.send("b").expectNothing(Duration.ofMillis(200));
			app.project().editResource("application.properties", "active=less", "active=more");
			app.project().write("Failing", FAILING_LISTENER);
			app.restartInVain();
			app.project().delete("Failing");
			app.project().edit("Retyped", "Integer", "Session");
			app.project().edit("Retyped", "socket.data(1)", "socket.data(new Session(1))");
			app.restart();
			other.expect("v1 b 2");
			peer.send("c").expect("v1 c 3");
			retyped.expectEnd();
			assertThat(app.await("WARN TCP server retyped closes 1 socket"))
				.contains("java.lang.Integer (handlers take it for com.example.live.Retyped$Session now)");
		}
	}

	@Test
	void whenApplicationHasAParentSocketsOfBothStayEvenIfServersHaveTheSameName() throws Exception {
		int port = FreePorts.next();
		int other = FreePorts.next();
		try (ForkedApplication app = new ForkedApplication(this.folder).with("Counter", Servers.COUNTER)
			.with("App", HIERARCHY)
			.with("Child", CHILD)
			.with("Plain", Servers.server("Plain", "name = \"same\", port = " + port))
			.with("Other", Servers.server("Other", "name = \"same\", port = " + other))
			.start();
				TcpTestPeer peer = TcpTestPeer.connect(port);
				TcpTestPeer otherPeer = TcpTestPeer.connect(other)) {
			for (int restart = 1; restart < 4; restart++) {
				peer.send("a").expect("v1 a " + restart);
				otherPeer.send("a").expect("v1 a " + restart);
				app.restart(() -> app.project().touch());
			}
			app.jvm().terminate();
			peer.expectEnd();
			otherPeer.expectEnd();
			assertThat(app.jvm().awaitExit()).isEqualTo(EXIT_CODE_OF_SIGTERM);
		}
	}

}
