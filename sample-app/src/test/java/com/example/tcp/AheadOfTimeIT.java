package com.example.tcp;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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

	private static final Pattern WEB = Pattern.compile("Tomcat started on port (\\d+)");

	@TempDir
	Path folder;

	@Test
	void whenTheJarUsesWhatWasMadeAheadOfTimeTheEchoAnswersAndThePageIsServed() throws Exception {
		Path log = this.folder.resolve("log");
		Process sample = start(log);
		try (TcpTestPeer peer = TcpTestPeer.connect(awaitPort(sample, log, ECHO))) {
			peer.send("hello").expect("hello");
			int web = awaitPort(sample, log, WEB);
			assertThat(get(web, "/actuator/tcp/echo")).contains("\"total\":1,", "\"bytesRead\":5,", "127.0.0.1");
			assertThat(get(web, "/actuator/prometheus"))
				.contains("tcp_server_received_bytes_total{server=\"echo\"} 5.0");
			assertThat(get(web, "/")).contains("<title>TCP sockets</title>");
			assertThat(get(web, "/webjars/uplot/dist/uPlot.iife.min.js")).contains("uPlot");
			peer.halfClose().expectEnd();
			assertThat(log).content().contains("Starting AOT-processed SampleApplication");
		}
		finally {
			sample.destroyForcibly();
		}
	}

	private static Process start(Path log) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		List<String> command = List.of(java, "-Dspring.aot.enabled=true", "-jar", System.getProperty("sample.jar"),
				"--tcp.servers.echo.port=0", "--tcp.servers.tls-echo.port=0", "--tcp.servers.chat.port=0",
				"--server.port=0");
		return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
	}

	private static String get(int port, String path) throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:" + port + path);
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
			.body();
	}

	private static int awaitPort(Process sample, Path log, Pattern line) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.failFast(() -> assertThat(sample.isAlive()).as(Files.readString(log)).isTrue())
			.until(() -> line.matcher(Files.readString(log)).results().toList(), (found) -> !found.isEmpty())
			.stream()
			.map((MatchResult found) -> Integer.parseInt(found.group(1)))
			.findFirst()
			.orElseThrow();
	}

}
