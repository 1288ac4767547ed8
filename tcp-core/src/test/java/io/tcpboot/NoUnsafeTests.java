package io.tcpboot;

import io.tcpboot.test.ChildJvm;
import io.tcpboot.test.Peer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An echo, in a JVM of its own, that does not let Netty have its Unsafe: on JDK 17 no
 * buffer has a memory address then, on later ones some do.
 */
class NoUnsafeTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 5000, 1024 * 1024 })
	@DisplayName("B38 without Unsafe an echo comes back whole")
	void whenThereIsNoUnsafeTheEchoIsWhole(int length) throws Exception {
		try (ChildJvm child = ChildJvm.builder()
			.option("-Dio.netty.noUnsafe=true")
			.option("-Dio.netty.leakDetection.level=paranoid")
			.run(Server.class); Peer peer = Peer.connect(Integer.parseInt(child.await("port ")))) {
			try (Chatter chatter = Chatter.of(peer, Flow.bytes(length))) {
				assertThat(peer.read(length)).isEqualTo(Flow.bytes(length));
				chatter.awaitSent();
			}
		}
	}

	/**
	 * Echoes.
	 */
	static final class Server {

		private Server() {
		}

		public static void main(String[] args) throws Exception {
			TcpListener<String> listener = TestLoop
				.listen(SocketHandlers.<String>builder().data((socket, bytes) -> socket.send(bytes)).build());
			System.out.println("port " + listener.port());
			System.in.read();
			System.exit(0);
		}

	}

}
