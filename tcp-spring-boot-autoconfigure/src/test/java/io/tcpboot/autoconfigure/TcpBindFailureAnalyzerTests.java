package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.Tcp;
import io.tcpboot.TcpBindException;
import io.tcpboot.annotation.TcpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class TcpBindFailureAnalyzerTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TcpAutoConfiguration.class));

	@Test
	void whenPortIsInUse() throws IOException {
		try (ServerSocket occupied = new ServerSocket(0)) {
			int port = occupied.getLocalPort();
			assertAnalysis(this.contextRunner.withBean(Echo.class).withPropertyValues("tcp.servers.echo.port=" + port),
					"The TCP server 'echo' cannot listen on every address, port " + port
							+ ": another process or server has the port.",
					"Stop what listens there, or change the port: the property tcp.servers.echo.port or the attribute "
							+ "port of @TcpServer.");
		}
	}

	@Test
	void whenAddressIsNotOfThisMachine() {
		assertAnalysis(this.contextRunner.withBean("elsewhere", Elsewhere.class),
				"The TCP server 'elsewhere' cannot listen on 192.0.2.1, port 0: the address is not one of this machine.",
				"Correct the property tcp.servers.elsewhere.address or the attribute address of @TcpServer, or "
						+ "leave it out to listen on every address.");
	}

	@Test
	void whenHostIsUnknown() {
		assertAnalysis(this.contextRunner.withBean("nowhere", Nowhere.class),
				"The TCP server 'nowhere' cannot listen on nowhere.invalid, port 0: the host is unknown.",
				"Correct the property tcp.servers.nowhere.address or the attribute address of @TcpServer, or "
						+ "leave it out to listen on every address.");
	}

	@Test
	void whenPortIsNotPermitted() {
		TcpBindException failure = failure(TcpBindException.Kind.PERMISSION_DENIED,
				InetSocketAddress.createUnresolved("localhost", 80));
		assertAnalysis(analyze(failure),
				"A TCP server cannot listen on localhost, port 80: this process may not use the port.",
				"Use a port above 1023 (ServerOptions.port), or allow the process to use lower ones. On Linux that is "
						+ "CAP_NET_BIND_SERVICE.");
	}

	@Test
	void whenThereIsAFileAtThePath(@TempDir Path folder) throws IOException {
		Path path = Files.createFile(folder.resolve("echo.sock"));
		assertAnalysis(atPath(path), "The TCP server 'echo' cannot listen on " + path + ": there is a file already.",
				"Stop the process that listens there. If there is none, delete the file, or set the property "
						+ "tcp.servers.echo.reclaim-stale to true; or change the property tcp.servers.echo.path.");
	}

	@Test
	void whenTheFolderOfThePathDoesNotExist(@TempDir Path folder) {
		Path path = folder.resolve("nowhere/echo.sock");
		assertAnalysis(atPath(path), "The TCP server 'echo' cannot listen on " + path + ": the folder does not exist.",
				"Create it, or change the property tcp.servers.echo.path.");
	}

	@Test
	void whenTheFolderOfThePathIsNotWritable() {
		TcpBindException failure = failure(TcpBindException.Kind.PERMISSION_DENIED,
				UnixDomainSocketAddress.of("/echo.sock"));
		assertAnalysis(analyze(failure),
				"A TCP server cannot listen on /echo.sock: this process may not write to the folder.",
				"Allow it to, or change ServerOptions.path.");
	}

	@Test
	void whenDescriptorsAreExhausted() {
		TcpBindException failure = failure(TcpBindException.Kind.LOCAL_LIMIT, new InetSocketAddress(80));
		assertAnalysis(analyze(failure),
				"A TCP server cannot listen on every address, port 80: this process is out of file descriptors or "
						+ "memory.",
				"Raise the limit, which ulimit -n shows, or find out what is open.");
	}

	private ApplicationContextRunner atPath(Path path) {
		return this.contextRunner.withBean(Echo.class).withPropertyValues("tcp.servers.echo.path=" + path);
	}

	@Test
	void whenServerIsNoBeanTheAnalysisDoesWithoutName() throws IOException {
		try (ServerSocket occupied = new ServerSocket(0)) {
			Throwable failure = catchThrowable(() -> Tcp.listen(ServerOptions.port(occupied.getLocalPort()),
					SocketHandlers.builder().discardData().build()));
			assertThat(analyze(failure).getDescription()).isEqualTo("A TCP server cannot listen on every address, port "
					+ occupied.getLocalPort() + ": another process or server has the port.");
		}
	}

	@Test
	void whenNoSettingCuresTheFailureThereIsNoAnalysis() {
		assertThat(analyze(failure(TcpBindException.Kind.OTHER, new InetSocketAddress(80)))).isNull();
		assertThat(analyze(failure(TcpBindException.Kind.OTHER, UnixDomainSocketAddress.of("x")))).isNull();
	}

	private static TcpBindException failure(TcpBindException.Kind kind, SocketAddress address) {
		TcpBindException failure = mock();
		given(failure.kind()).willReturn(kind);
		given(failure.address()).willReturn(address);
		return failure;
	}

	private static void assertAnalysis(ApplicationContextRunner contextRunner, String description, String action) {
		contextRunner.run((context) -> {
			assertThat(context).hasFailed();
			assertAnalysis(analyze(context.getStartupFailure()), description, action);
		});
	}

	private static void assertAnalysis(FailureAnalysis analysis, String description, String action) {
		assertThat(analysis.getDescription()).isEqualTo(description);
		assertThat(analysis.getAction()).isEqualTo(action);
	}

	private static @Nullable FailureAnalysis analyze(Throwable failure) {
		return new TcpBindFailureAnalyzer().analyze(failure);
	}

	@TcpServer(port = 0, address = "192.0.2.1")
	static class Elsewhere extends Echo {

	}

	@TcpServer(port = 0, address = "nowhere.invalid")
	static class Nowhere extends Echo {

	}

}
