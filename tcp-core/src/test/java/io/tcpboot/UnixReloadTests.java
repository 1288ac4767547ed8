package io.tcpboot;

import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.tcpboot.test.Peer;
import io.tcpboot.test.Peers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A listener on a unix socket gets other options, and its file goes where they say.
 */
class UnixReloadTests {

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	private final Events events = new Events();

	@TempDir
	private Path folder;

	private Path path;

	private Path other;

	@BeforeEach
	void setUp() {
		this.path = this.folder.resolve("x.sock");
		this.other = this.folder.resolve("y.sock");
	}

	@Test
	void whenThePathChangesTheFileIsThereAndNoLongerHere() throws Exception {
		try (TcpListener<String> listener = echo(); Peer before = Peer.connect(this.path)) {
			assertEchoes(before);
			listener.reload(ServerOptions.unix(this.other));
			assertThat(this.folder).isDirectoryContaining(this.other::equals)
				.isDirectoryNotContaining(this.path::equals);
			assertThat(listener.localAddress()).isEqualTo(UnixDomainSocketAddress.of(this.other));
			assertThat(listener.name()).isEqualTo(this.other.toString());
			assertEchoes(before);
			try (Peer after = Peer.connect(this.other)) {
				assertEchoes(after);
				assertThat(this.events.socket(0).localAddress()).isEqualTo(UnixDomainSocketAddress.of(this.path));
				assertThat(this.events.socket(1).localAddress()).isEqualTo(UnixDomainSocketAddress.of(this.other));
			}
		}
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void whenAcceptedBeforeAndOpenAfterwardsItsAddressIsTheOldOne() throws Exception {
		CountDownLatch moved = new CountDownLatch(1);
		AtomicBoolean first = new AtomicBoolean(true);
		SocketHandlers<String> handlers = this.events.handlers().open((socket) -> {
			this.events.open(socket);
			if (first.getAndSet(false)) {
				moved.await();
			}
		}).build();
		// Event loops take turns: the first and the third socket have the one that does
		// not accept.
		try (TcpEventLoop loop = twoThreads();
				Peers peers = new Peers();
				TcpListener<String> listener = loop.listen(ServerOptions.unix(this.path), handlers)) {
			for (int i = 0; i < 3; i++) {
				peers.all().add(Peer.connect(this.path));
				this.events.socket();
			}
			Events.until(() -> listener.accepted() == 3);
			listener.reload(ServerOptions.unix(this.other));
			moved.countDown();
			assertThat(this.events.socket(2).localAddress()).isEqualTo(UnixDomainSocketAddress.of(this.path));
		}
	}

	private static TcpEventLoop twoThreads() {
		return TcpEventLoop.builder().transport(TestLoop.LOOP.transport().kind()).threads(2).build();
	}

	@Test
	void whenThePermissionsChangeTheFileHasThem() throws Exception {
		try (TcpListener<String> listener = echo(); Peer before = Peer.connect(this.path)) {
			listener.reload(UnixPlace.at(this.path).permissions(OWNER_ONLY).build());
			assertThat(Files.getPosixFilePermissions(this.path)).isEqualTo(OWNER_ONLY);
			assertEchoes(before);
			try (Peer after = Peer.connect(this.path)) {
				assertEchoes(after);
			}
		}
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void whenThePathBecomesAPortItListensThere() throws Exception {
		try (TcpListener<String> listener = echo(); Peer before = Peer.connect(this.path)) {
			listener.reload(TestLoop.anyPort().build());
			assertThat(this.folder).isEmptyDirectory();
			assertEchoes(before);
			try (Peer after = Peer.connect(listener.port())) {
				assertEchoes(after);
			}
			listener.reload(ServerOptions.unix(this.path));
			assertThat(listener.port()).isEqualTo(-1);
			try (Peer after = Peer.connect(this.path)) {
				assertEchoes(after);
			}
		}
	}

	@Test
	@EnabledIf("io.tcpboot.UnixPlace#hasAbstractNames")
	void whenThePathBecomesAnAbstractNameItListensThere() throws Exception {
		String name = "tcp-boot-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
		ServerOptions options = ServerOptions.builder().abstractName(name).build();
		try (TcpListener<String> listener = echo()) {
			listener.reload(options);
			assertThat(this.folder).isEmptyDirectory();
			assertThat(listener.name()).isEqualTo("@" + name);
			ClientOptions client = ClientOptions.builder().abstractName(name).build();
			TcpSocket<String> socket = Stages
				.get(TestLoop.LOOP.connect(client, new Events().handlers().build(), "client"));
			assertThat(Objects.requireNonNull(this.events.socket().localAddress())).isEqualTo(listener.localAddress());
			listener.reload(options.toBuilder().backlog(7).build());
			assertThat(socket.isOpen()).isTrue();
			assertThat(listener.isListening()).isTrue();
		}
	}

	@Test
	void whenTheNewPathIsTakenNothingHasChanged() throws Exception {
		Files.createFile(this.other);
		try (TcpListener<String> listener = echo(); Peer before = Peer.connect(this.path)) {
			assertThat(failure(listener, UnixPlace.at(this.other)).kind())
				.isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
			assertThat(listener.options().path()).isEqualTo(this.path);
			assertEchoes(before);
			try (Peer after = Peer.connect(this.path)) {
				assertEchoes(after);
			}
		}
		assertThat(this.folder).isDirectoryContaining(this.other::equals);
	}

	@Test
	void whenThereIsNoWayBackItStopsAndOpenSocketsGoOn() throws Exception {
		try (LogCapture log = new LogCapture(TcpListener.class);
				TcpListener<String> listener = echo();
				Peer before = Peer.connect(this.path)) {
			assertEchoes(before);
			Files.delete(this.path);
			Files.createFile(this.path);
			TcpBindException failure = failure(listener, UnixPlace.at(this.path).permissions(OWNER_ONLY));
			assertThat(failure.getSuppressed()).hasOnlyElementsOfType(TcpBindException.class).hasSize(1);
			assertThat(listener.isListening()).isFalse();
			assertThat(log.all())
				.anyMatch((line) -> line.startsWith("ERROR") && line.contains("has lost " + this.path));
			assertEchoes(before);
			assertThat(listener.stopped().toCompletableFuture()).isNotDone();
			before.finish();
			Stages.get(listener.stopped());
		}
		assertThat(this.path).isRegularFile();
	}

	private TcpListener<String> echo() {
		return UnixPlace.listen(this.path, this.events.handlers().data((socket, bytes) -> socket.send(bytes)).build());
	}

	private static void assertEchoes(Peer peer) throws Exception {
		assertThat(peer.send("echo").readText(4)).isEqualTo("echo");
	}

	private static TcpBindException failure(TcpListener<?> listener, ServerOptions.Builder options) {
		return catchThrowableOfType(TcpBindException.class, () -> listener.reload(options.build()));
	}

}
