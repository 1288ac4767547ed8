package io.tcpboot;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.tcpboot.tls.ReloadableTls;
import io.tcpboot.tls.TlsProvider;
import io.tcpboot.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What holds over the network holds in memory.
 */
@ParameterizedClass
@EnumSource(names = { "NIO", "LOCAL" })
class LocalTransportTests {

	private static final int SIZE = 1024 * 1024;

	private final TcpEventLoop loop;

	private final Events server = new Events();

	private final Events client = new Events();

	LocalTransportTests(Transport.Kind kind) {
		this.loop = TcpEventLoop.builder().transport(kind).threads(2).name("local-test").build();
	}

	@AfterEach
	void close() {
		this.loop.close();
	}

	@Test
	void whenClientSendsTheEchoComesBack() throws Exception {
		TcpListener<String> listener = listen(this.server.handlers().data((socket, bytes) -> socket.send(bytes)));
		TcpSocket<String> socket = connect(listener.port(), this.client.handlers());
		socket.send("hello");
		this.client.await("data hello");
		socket.end();
		assertThat(this.client.awaitClose()).containsExactly("open", "data hello", "end", "close LOCAL_END");
		assertThat(this.server.awaitClose()).containsExactly("open", "end", "close PEER_END");
	}

	@Test
	void whenClientEndsTheAnswerStillComes() throws Exception {
		TcpListener<String> listener = listen(this.server.handlers().end((socket) -> socket.send("answer")));
		connect(listener.port(), this.client.handlers()).end("question");
		assertThat(this.client.awaitClose()).contains("data answer", "end").doesNotContain("close RESET");
		assertThat(this.server.received()).isEqualTo("question");
	}

	@Test
	void whenServerDoesNotReadAWriteIsRefusedAndDrainedLater() throws Exception {
		TcpListener<String> listener = listen(this.server.handlers().open((socket) -> {
			this.server.open(socket);
			socket.pause();
		}));
		TcpSocket<String> socket = connect(listener.port(), this.client.handlers());
		Events.until(() -> socket.write(new byte[SIZE]) == 0);
		long drains = this.client.count("drain");
		this.server.socket().resume();
		Events.until(() -> this.client.count("drain") > drains);
	}

	@Test
	void whenMuchIsSentAllOfItArrives() throws Exception {
		byte[] bytes = new byte[4 * SIZE];
		Arrays.fill(bytes, (byte) 'x');
		TcpListener<String> listener = listen(this.server.handlers());
		TcpSocket<String> socket = connect(listener.port(), this.client.handlers());
		assertThat(socket.send(bytes)).isTrue();
		socket.close();
		this.server.awaitClose();
		assertThat(this.server.received()).hasSize(bytes.length);
	}

	@Test
	void whenClientTerminatesTheServerSeesAReset() throws Exception {
		TcpListener<String> listener = listen(this.server.handlers());
		TcpSocket<String> socket = connect(listener.port(), this.client.handlers());
		this.server.await("open");
		socket.terminate();
		assertThat(this.server.awaitClose()).containsExactly("open", "close RESET");
	}

	@Test
	void whenNobodyListensTheConnectionIsRefused() throws Exception {
		TcpListener<String> listener = listen(this.server.handlers());
		listener.stopNow().toCompletableFuture().get(10, TimeUnit.SECONDS);
		assertThat(this.loop.connect(ClientOptions.to("localhost", listener.port()), this.client.handlers().build()))
			.failsWithin(10, TimeUnit.SECONDS);
		assertThat(this.client.all()).containsExactly("connectError REFUSED");
	}

	@Test
	void whenPortIsTakenBindingFails() {
		int port = listen(this.server.handlers()).port();
		assertThatExceptionOfType(TcpBindException.class)
			.isThrownBy(() -> this.loop.listen(ServerOptions.builder().host("localhost").port(port).build(),
					this.server.handlers().build()))
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE));
	}

	@Test
	void whenListenerStopsItsSocketsClose() throws Exception {
		TcpListener<String> listener = listen(this.server.handlers());
		connect(listener.port(), this.client.handlers());
		this.server.await("open");
		listener.stopNow().toCompletableFuture().get(10, TimeUnit.SECONDS);
		assertThat(this.client.awaitClose()).last().asString().startsWith("close ");
	}

	@Test
	void whenTlsIsSpokenTheEchoComesBack() throws Exception {
		ServerOptions options = TestLoop.anyPort().tls(TestTls.server(TlsProvider.JDK)).build();
		TcpListener<String> listener = this.loop.listen(options,
				this.server.handlers().data((socket, bytes) -> socket.send(bytes)).build());
		ReloadableTls tls = TestTls.client(TlsProvider.JDK);
		ClientOptions target = ClientOptions.builder().host("localhost").port(listener.port()).tls(tls).build();
		this.loop.connect(target, this.client.handlers().build()).get(10, TimeUnit.SECONDS).send("hello");
		this.client.await("data hello");
	}

	private TcpListener<String> listen(SocketHandlers.Builder<String> handlers) {
		return this.loop.listen(TestLoop.anyPort().build(), handlers.build());
	}

	private TcpSocket<String> connect(int port, SocketHandlers.Builder<String> handlers) throws Exception {
		return this.loop.connect(ClientOptions.to("localhost", port), handlers.build()).get(10, TimeUnit.SECONDS);
	}

}
