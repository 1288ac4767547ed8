package io.tcpboot.autoconfigure.devtools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import io.tcpboot.test.ChildJvm;
import io.tcpboot.test.Program;
import io.tcpboot.test.TcpTestPeer;

/**
 * An application in a JVM of its own, with DevTools and its classes in a folder: what is
 * changed in its project, it sees. Ends with the JVM that has started it, at the latest.
 */
final class ForkedApplication implements AutoCloseable {

	private static final String[] ARGUMENTS = { "--spring.devtools.restart.poll-interval=150ms",
			"--spring.devtools.restart.quiet-period=75ms",
			"--spring.devtools.restart.log-condition-evaluation-delta=false",
			"--spring.devtools.livereload.enabled=false", "--spring.main.banner-mode=off",
			// Peers of tests read to the end, and then look at the next thing.
			"--tcp.defaults.linger-timeout=100ms", "--logging.pattern.console=%p %m%n%rEx{2}" };

	/** More than a restart takes on a busy machine. */
	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private static final Duration TOUCH_INTERVAL = Duration.ofSeconds(2);

	private static final String MAIN = """
			@SpringBootApplication
			public class App {

				public static void main(String[] args) {
					if (App.class.getClassLoader() == ClassLoader.getSystemClassLoader()) {
						Thread guard = new Thread(App::endWithParent);
						guard.setDaemon(true);
						guard.start();
					}
					System.out.println("main begins");
					try {
						System.out.println("ready " + ports(SpringApplication.run(App.class, args)));
					}
					catch (Throwable ex) {
						if (!ex.getClass().getSimpleName().equals("SilentExitException")) {
							System.out.println("start failed " + ex);
						}
						throw ex;
					}
				}

				static String ports(ConfigurableApplicationContext context) {
					StringBuilder ports = new StringBuilder();
					context.getBeanProvider(TcpServers.class).ifAvailable((servers) -> servers.names()
						.forEach((name) -> ports.append(name + "=" + servers.listener(name).port() + " ")));
					return ports.toString();
				}

				private static void endWithParent() {
					try {
						System.in.readAllBytes();
					}
					catch (IOException ex) {
						// No parent.
					}
					Runtime.getRuntime().halt(1);
				}

			}
			""";

	private final Project project;

	private final ChildJvm.Builder builder = ChildJvm.builder()
		.option("-Xmx256m")
		.option("-XX:SoftRefLRUPolicyMSPerMB=0");

	private ChildJvm jvm;

	private boolean web;

	private boolean jars;

	private int mark;

	private String ports = "";

	private boolean failed;

	ForkedApplication(Path folder) throws IOException {
		this.project = new Project(folder);
		this.project.write("App", MAIN);
		this.project.writeResource("application.properties", "");
	}

	Project project() {
		return this.project;
	}

	/**
	 * Add a class, before the start.
	 */
	ForkedApplication with(String name, String source) throws IOException {
		this.project.write(name, source);
		return this;
	}

	/**
	 * Add what is in application.properties, before the start.
	 */
	ForkedApplication properties(String... lines) throws IOException {
		this.project.writeResource("application.properties", String.join("\n", lines));
		return this;
	}

	/**
	 * Add options of the JVM.
	 */
	ForkedApplication options(String... options) {
		Arrays.stream(options).forEach(this.builder::option);
		return this;
	}

	/**
	 * Have a web server and actuator.
	 */
	ForkedApplication web() {
		this.web = true;
		return this;
	}

	/**
	 * Have our classes in jars, as users have, not in folders, as this build has.
	 */
	ForkedApplication jars() {
		this.jars = true;
		return this;
	}

	/**
	 * Start it, and wait until it serves.
	 */
	ForkedApplication start() throws IOException {
		launch();
		serving();
		return this;
	}

	/**
	 * Start it, and do not wait.
	 */
	void launch() throws IOException {
		this.project.build();
		for (Path ours : ForkedClassPath.ours()) {
			this.builder.classPath((this.jars) ? this.project.jar(ours) : ours);
		}
		ForkedClassPath.others(this.web).forEach(this.builder::classPath);
		this.jvm = this.builder.classPath(this.project.classes())
			.classPath((entry) -> false)
			.run(this.project.mainClass(), ARGUMENTS);
	}

	/**
	 * Build what was changed, and wait until it serves again.
	 */
	void restart() throws IOException {
		beginRestart();
		serving();
	}

	/**
	 * Build what was changed, and wait until the start has failed.
	 */
	void restartInVain() throws IOException {
		beginRestart();
		await("start failed");
		this.failed = true;
	}

	/**
	 * Build what was changed, and wait until it begins anew.
	 */
	void beginRestart() throws IOException {
		build();
		// After a failed start it takes a moment until DevTools looks again, and what
		// changes until then it overlooks.
		for (int i = 0; this.failed && i < 10 && !this.jvm.has("main begins", this.mark, TOUCH_INTERVAL); i++) {
			this.project.touch();
		}
		await("main begins");
	}

	/**
	 * Build what was changed, and do not wait.
	 */
	void build() throws IOException {
		this.mark = this.jvm.lines().size();
		this.project.build();
	}

	/**
	 * Do what makes it restart, and wait until it serves again.
	 */
	void restart(Change change) throws IOException {
		this.mark = this.jvm.lines().size();
		change.make();
		serving();
	}

	/**
	 * Wait for a line that was printed since the last change, and return the rest of it.
	 */
	String await(String prefix) {
		return this.jvm.await(prefix, this.mark);
	}

	private void serving() {
		this.ports = await("ready ");
		this.failed = false;
	}

	/**
	 * Return where a server listens now.
	 */
	int port(String server) {
		return Arrays.stream(this.ports.split(" "))
			.filter((port) -> port.startsWith(server + "="))
			.map((port) -> Integer.parseInt(port.substring(server.length() + 1)))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no " + server + " in " + this.ports));
	}

	TcpTestPeer connect(String server) {
		return TcpTestPeer.connect(port(server)).deadline(DEADLINE);
	}

	/**
	 * Return what it has printed since the last change.
	 */
	String log() {
		return String.join("\n", this.jvm.lines().subList(this.mark, this.jvm.lines().size()));
	}

	ChildJvm jvm() {
		return this.jvm;
	}

	/**
	 * Count what is alive of a class.
	 */
	int instances(String className) {
		try {
			String jcmd = System.getProperty("java.home") + "/bin/jcmd " + this.jvm.pid() + " GC.class_histogram";
			return Program.run(jcmd)
				.lines()
				.map((line) -> line.trim().split("\\s+"))
				.filter((columns) -> columns.length > 3 && columns[3].equals(className))
				.mapToInt((columns) -> Integer.parseInt(columns[1]))
				.sum();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * For whoever wants to know why a test has failed.
	 */
	private void writeLog() throws IOException {
		Path target = ForkedClassPath.codeOf(getClass()).getParent();
		Files.write(target.resolve("forked-application-" + this.jvm.pid() + ".log"), this.jvm.lines());
	}

	@Override
	public void close() throws IOException {
		if (this.jvm != null) {
			this.jvm.close();
			writeLog();
		}
	}

	@FunctionalInterface
	interface Change {

		void make() throws IOException;

	}

}
