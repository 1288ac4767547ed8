package com.example.tcp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.tcpboot.test.TcpTestPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts the jar with what was made ahead of time.
 */
class AheadOfTimeIT {

	private static final Pattern ECHO = Pattern.compile("TCP server echo listens on \\S*:(\\d+)");

	@TempDir
	Path folder;

	@Test
	void whenTheJarUsesWhatWasMadeAheadOfTimeTheEchoAnswers() throws IOException {
		Path log = this.folder.resolve("log");
		Process sample = start(log);
		try (TcpTestPeer peer = TcpTestPeer.connect(awaitPort(sample, log))) {
			peer.send("hello").halfClose().expect("hello").expectEnd();
			assertThat(log).content().contains("Starting AOT-processed SampleApplication");
		}
		finally {
			sample.destroyForcibly();
		}
	}

	private static Process start(Path log) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = List.of(java, "-Dspring.aot.enabled=true", "-jar", System.getProperty("sample.jar"),
				"--tcp.servers.echo.port=0", "--tcp.servers.tls-echo.port=0", "--tcp.servers.chat.port=0");
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private static int awaitPort(Process sample, Path log) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.failFast(() -> assertThat(sample.isAlive()).as(Files.readString(log)).isTrue())
			.until(() -> ECHO.matcher(Files.readString(log)).results().toList(), (found) -> !found.isEmpty())
			.stream()
			.map((MatchResult found) -> Integer.parseInt(found.group(1)))
			.findFirst()
			.orElseThrow();
	}

}
