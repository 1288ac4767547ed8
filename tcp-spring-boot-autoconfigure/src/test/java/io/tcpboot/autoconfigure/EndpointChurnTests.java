package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.tcpboot.ServerOptions;
import io.tcpboot.SocketHandlers;
import io.tcpboot.TcpListener;
import io.tcpboot.server.TcpServers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint while all that it tells of comes and goes.
 */
@ExtendWith(OutputCaptureExtension.class)
class EndpointChurnTests {

	private static final int ROUNDS = 40;

	private static final List<String> QUERIES = List.of("sort=idle", "sort=bytes", "sort=pending&remote=127.",
			"sort=age&offset=2&limit=3&idleFor=0s&minPending=0");

	@AutoClose
	private final OperatedApplication application = OperatedApplication.start("servlet",
			OperatedApplication.EVERYTHING);

	private final AtomicBoolean over = new AtomicBoolean();

	@Test
	void whenAllComesAndGoesEachRequestIsAnswered(CapturedOutput output) {
		List<CompletableFuture<Void>> churn = Stream
			.<Runnable>of(this::connectAndClose, this::connectAndReset, this::openServer, this::reload)
			.map(this::repeat)
			.toList();
		for (int round = 0; round < ROUNDS; round++) {
			this.application.json("");
			List<String> ids = this.application.json("/vault?" + QUERIES.get(round % QUERIES.size()))
				.read("$.sockets[*].id");
			ids.forEach(this::operate);
			assertThat(this.application.get("/late").statusCode()).isIn(200, 404);
		}
		this.over.set(true);
		assertThat(churn).allSatisfy((task) -> assertThat(task).succeedsWithin(10, TimeUnit.SECONDS));
		assertThat(this.application.listener().accepted()).isGreaterThan(ROUNDS);
		assertThat(output).doesNotContain("Exception", " ERROR ");
	}

	private void operate(String id) {
		String path = "/vault/" + id;
		assertThat(this.application.get(path).statusCode()).isIn(200, 404);
		assertThat(this.application.post(path, "{\"duration\":\"1s\"}").statusCode()).isIn(200, 404);
		assertThat(this.application.delete(path).statusCode()).isIn(200, 404);
	}

	private CompletableFuture<Void> repeat(Runnable task) {
		return CompletableFuture.runAsync(() -> {
			while (!this.over.get()) {
				task.run();
			}
		}, (command) -> new Thread(command).start());
	}

	private void connectAndClose() {
		connect(false);
	}

	private void connectAndReset() {
		connect(true);
	}

	private void connect(boolean reset) {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.application.listener().port())) {
			socket.setSoLinger(reset, 0);
			socket.getOutputStream().write('a');
			socket.getInputStream().read();
		}
		catch (IOException ex) {
			// The operator has closed it before.
		}
	}

	private void openServer() {
		SocketHandlers<String> handlers = SocketHandlers.<String>builder().discardData().build();
		this.application.context()
			.getBean(TcpServers.class)
			.listen(ServerOptions.builder().name("late").port(0).build(), handlers)
			.close();
	}

	private void reload() {
		TcpListener<?> listener = this.application.listener();
		int more = listener.options().maxConnectionsPerAddress() + 1;
		listener.reload(listener.options().toBuilder().maxConnectionsPerAddress(1000 + more % 1000).build());
		this.application.context().getBean(TcpServers.class).reload("vault");
	}

}
