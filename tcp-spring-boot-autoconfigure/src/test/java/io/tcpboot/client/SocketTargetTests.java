package io.tcpboot.client;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.tcpboot.ClientOptions;
import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpEventLoop;
import io.tcpboot.TcpListener;
import io.tcpboot.TcpSocket;
import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsOptions;
import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class SocketTargetTests {

	private static final SocketHandlers<Void> HANDLERS = SocketHandlers.<Void>builder().discardData().build();

	@AutoClose
	private TcpEventLoop loop = TcpEventLoop.builder().threads(1).build();

	private TcpListener<Void> listen(ServerOptions.Builder options) {
		return this.loop.listen(options.build(), HANDLERS);
	}

	private SocketTarget connect(ClientOptions target) throws Exception {
		TcpSocket<Void> socket = this.loop.connect(target, HANDLERS).get(10, TimeUnit.SECONDS);
		return new SocketTarget(socket);
	}

	private static ClientOptions tls(ClientOptions.Builder target) {
		return target.tls(ReloadableTls.client(TlsOptions.builder().build())).build();
	}

	@ParameterizedTest
	@EnumSource(names = { "AUTO", "NIO" })
	void whenConnectedByNameItIsThatNameAndNoOther(Transport.Kind transport) throws Exception {
		this.loop.close();
		this.loop = TcpEventLoop.builder().threads(1).transport(transport).build();
		int port = listen(ServerOptions.builder().host("127.0.0.1").port(0)).port();
		SocketTarget place = connect(ClientOptions.to("localhost", port));
		ClientOptions same = ClientOptions.to("LOCALHOST", port);
		assertThat(place.among(List.of(ClientOptions.to("localhost", 1), ClientOptions.to("other", port), same)))
			.isSameAs(same);
		assertThat(place.among(List.of(ClientOptions.to("localhost", 1), ClientOptions.to("other", port)))).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "::1, 0:0:0:0:0:0:0:1" })
	void whenConnectedByAddressTheSpellingDoesNotMatter(String host, String spelling) throws Exception {
		int port = listen(ServerOptions.builder().host(host).port(0)).port();
		SocketTarget place = connect(ClientOptions.to(host, port));
		ClientOptions same = ClientOptions.to(spelling, port);
		assertThat(place.among(List.of(ClientOptions.to("127.0.0.2", port), same))).isSameAs(same);
	}

	@Test
	void whenConnectedToAFileItIsThatFile(@TempDir Path folder) throws Exception {
		Path path = folder.resolve("socket");
		listen(ServerOptions.builder().path(path));
		SocketTarget place = connect(ClientOptions.unix(path));
		ClientOptions same = ClientOptions.unix(path);
		assertThat(place.among(List.of(ClientOptions.unix(folder.resolve("other")), same))).isSameAs(same);
	}

	@Test
	void whenConnectedToAnAbstractNameItIsThatName() throws Exception {
		Assumptions.assumeTrue(this.loop.transport().kind() == Transport.Kind.EPOLL);
		String name = "target-" + System.nanoTime();
		listen(ServerOptions.builder().abstractName(name));
		ClientOptions same = ClientOptions.builder().abstractName(name).build();
		SocketTarget place = connect(same);
		ClientOptions other = ClientOptions.builder().abstractName(name + "x").build();
		assertThat(place.among(List.of(other, same))).isSameAs(same);
	}

	@Test
	void whenTheTargetHasTlsSoMustTheSocket() throws Exception {
		int port = listen(ServerOptions.builder().port(0)).port();
		ClientOptions.Builder target = ClientOptions.builder().host("localhost").port(port);
		SocketTarget place = connect(target.build());
		assertThat(place.among(List.of(tls(target)))).isNull();
	}

}
