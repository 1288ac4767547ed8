package io.tcpboot;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.tcpboot.test.Peer;
import io.tcpboot.test.Program;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests of the file of a listening unix socket.
 */
class UnixListenTests {

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	private static final int RACES = 30;

	@TempDir
	private Path folder;

	private Path path;

	@BeforeEach
	void setUp() {
		this.path = this.folder.resolve("x.sock");
	}

	static Stream<Arguments> stops() {
		return Stream.of(stop("stop", TcpListener::stop), stop("stop(grace)", (it) -> it.stop(Duration.ofHours(1))),
				stop("shutdown", (it) -> it.shutdown(Duration.ofHours(1))), stop("stopNow", TcpListener::stopNow),
				stop("close", TcpListener::close));
	}

	private static Arguments stop(String name, Consumer<TcpListener<?>> stop) {
		return arguments(name, stop);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("stops")
	@DisplayName("B99 listening on a path creates the file, every stop removes it, and nothing else is left")
	void whenStoppedTheFileIsGone(String name, Consumer<TcpListener<?>> stop) throws Exception {
		try (TcpListener<String> listener = echo(at(this.path)); Peer peer = Peer.connect(this.path)) {
			assertThat(peer.send("abc").readText(3)).isEqualTo("abc");
			assertThat(this.folder).isDirectoryContaining(this.path::equals).isDirectoryNotContaining(this::isOther);
			stop.accept(listener);
			assertThat(this.folder).isEmptyDirectory();
			assertThat(refusal(at(this.path))).isNull();
		}
	}

	@Test
	@DisplayName("B99 the file is gone when the event loop is closed")
	void whenEventLoopIsClosedTheFileIsGone() {
		try (TcpEventLoop loop = TcpEventLoop.builder()
			.transport(TestLoop.LOOP.transport().kind())
			.threads(1)
			.build()) {
			loop.listen(ServerOptions.unix(this.path), new Events().handlers().build());
			assertThat(this.path).exists();
		}
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	@DisplayName("B99 a listener may be made and stopped inside a handler")
	void whenListeningOnTheEventLoopItWorks() throws Exception {
		Events events = new Events();
		try (Pair pair = Pair.accepted(TestLoop.anyPort(), events.handlers().data((socket, bytes) -> {
			TcpListener<String> listener = echo(at(this.path));
			events.add("listens " + Files.exists(this.path));
			listener.stop();
			events.add("exists " + Files.exists(this.path));
		}).build())) {
			pair.peer.send("go");
			assertThat(events.await("exists false")).containsExactly("open", "listens true", "exists false");
		}
	}

	@Test
	void whenAskedTheListenerTellsItsPlace() {
		try (TcpListener<String> listener = echo(at(this.path))) {
			assertThat(listener.name()).isEqualTo(this.path.toString());
			assertThat(listener.localAddress()).isEqualTo(UnixDomainSocketAddress.of(this.path));
			assertThat(listener.port()).isEqualTo(-1);
			assertThat(listener.host()).isNull();
		}
	}

	@ParameterizedTest(name = "reclaimStale {0}")
	@ValueSource(booleans = { false, true })
	@DisplayName("B99 a path that is live is in use, and goes on")
	void whenPathIsLiveItIsInUse(boolean reclaimStale) throws Exception {
		try (TcpListener<String> first = echo(at(this.path))) {
			TcpBindException failure = refusal(at(this.path).reclaimStale(reclaimStale));
			assertThat(failure.kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
			assertThat(failure.address()).isEqualTo(first.localAddress());
			assertThat(failure).hasMessage("Cannot listen on " + this.path + ": address in use");
			assertEchoes(first);
			assertThat(this.folder).isDirectoryNotContaining(this::isOther);
		}
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("B99 what is no stale socket file is never deleted")
	void whenPathIsOccupiedItIsInUse(Occupant occupant) throws Exception {
		try (AutoCloseable life = occupant.occupy(this.path)) {
			TcpBindException failure = refusal(at(this.path).reclaimStale(true));
			assertThat(failure.kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
			assertThat(Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)).as("after %s", life).isTrue();
		}
	}

	@Test
	@DisplayName("B99 a stale file is in use, unless one asks to reclaim it")
	void whenFileIsStaleItIsReclaimedOnRequest() throws Exception {
		UnixPlace.stale(this.path);
		assertThat(refusal(at(this.path)).kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
		try (TcpListener<String> listener = echo(at(this.path).reclaimStale(true))) {
			assertEchoes(listener);
		}
		assertThat(this.path).doesNotExist();
	}

	@Test
	@DisplayName("B99 of many who reclaim a stale file one wins, and keeps its file")
	void whenManyReclaimOneWins() throws Exception {
		for (int i = 0; i < RACES; i++) {
			UnixPlace.stale(this.path);
			List<TcpListener<String>> winners = race(4);
			assertThat(winners).hasSize(1);
			assertEchoes(winners.get(0));
			winners.get(0).close();
		}
	}

	private List<TcpListener<String>> race(int runners) throws Exception {
		List<TcpListener<String>> winners = new CopyOnWriteArrayList<>();
		CyclicBarrier start = new CyclicBarrier(runners);
		List<CompletableFuture<Void>> attempts = new ArrayList<>();
		for (int i = 0; i < runners; i++) {
			CompletableFuture<Void> attempt = new CompletableFuture<>();
			attempts.add(attempt);
			new Thread(() -> {
				try {
					start.await(20, TimeUnit.SECONDS);
					winners.add(echo(at(this.path).reclaimStale(true)));
				}
				catch (TcpBindException ex) {
					// Another one was faster.
				}
				catch (Exception ex) {
					attempt.completeExceptionally(ex);
				}
				attempt.complete(null);
			}).start();
		}
		for (CompletableFuture<Void> attempt : attempts) {
			attempt.get(20, TimeUnit.SECONDS);
		}
		return winners;
	}

	@Test
	@DisplayName("B99 while another process reclaims the file it is in use")
	void whenAnotherProcessReclaimsTheFileIsInUse() throws Exception {
		UnixPlace.stale(this.path);
		Path lockFile = this.folder.resolve("x.sock.lock");
		try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				FileLock lock = channel.lock()) {
			TcpBindException failure = refusal(at(this.path).reclaimStale(true));
			assertThat(failure.kind()).isEqualTo(TcpBindException.Kind.ADDRESS_IN_USE);
			assertThat(lock.isValid()).isTrue();
			assertThat(this.path).exists();
		}
	}

	@Test
	@DisplayName("B99 a file that somebody has put in place of ours is not deleted")
	void whenFileIsReplacedItStays() throws Exception {
		TcpListener<String> first = echo(at(this.path));
		Files.delete(this.path);
		try (TcpListener<String> second = echo(at(this.path))) {
			first.close();
			assertEchoes(second);
		}
	}

	@Test
	@DisplayName("B99 the file has the permissions that were asked for")
	void whenPermissionsAreSetTheFileHasThem() throws Exception {
		try (TcpListener<String> listener = echo(at(this.path).permissions(OWNER_ONLY))) {
			assertThat(permissions(listener)).isEqualTo(OWNER_ONLY);
		}
		Set<PosixFilePermission> all = PosixFilePermissions.fromString("rwxrwxrwx");
		try (TcpListener<String> listener = echo(at(this.path).permissions(all))) {
			assertThat(permissions(listener)).isEqualTo(all);
		}
	}

	@Test
	@DisplayName("B99 before the file has its permissions nobody can go where it is")
	void whenDraftedTheFileIsInAPrivateFolder() throws Exception {
		try (SocketFileDraft draft = SocketFileDraft.create(this.path)) {
			Path hidden = draft.path().getParent();
			assertThat(hidden.getParent()).isEqualTo(this.folder);
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(hidden))).isEqualTo("rwx------");
			UnixPlace.stale(draft.path());
		}
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	@DisplayName("B99 a private folder that cannot be removed is left behind, and said")
	void whenTheDraftCannotBeRemovedItIsSaidAndNoMore() throws Exception {
		try (LogCapture log = new LogCapture(TcpListener.class)) {
			SocketFileDraft draft = SocketFileDraft.create(this.path);
			Path hidden = draft.path().getParent();
			Files.createFile(hidden.resolve("somebody's"));
			draft.close();
			assertThat(log.warnings()).singleElement()
				.asString()
				.startsWith("WARN The folder " + hidden + " of a TCP server is left behind");
		}
	}

	@Test
	@DisplayName("B99 whom the permissions do not let in is told so")
	@EnabledIf("canBeSomebodyElse")
	void whenPermissionsForbidItOthersCannotConnect() throws Exception {
		Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		String connect = "echo abc | setpriv --reuid 65534 --clear-groups socat -t5 - UNIX-CONNECT:" + this.path;
		try (TcpListener<String> listener = echo(at(this.path).permissions(OWNER_ONLY))) {
			assertThat(Program.run(connect)).contains("Permission denied");
			assertThat(listener.accepted()).isZero();
		}
		Set<PosixFilePermission> all = PosixFilePermissions.fromString("rw-rw-rw-");
		try (TcpListener<String> listener = echo(at(this.path).permissions(all))) {
			assertThat(Program.run(connect)).isEqualTo("abc\n");
			assertThat(listener.accepted()).isEqualTo(1);
		}
	}

	static boolean canBeSomebodyElse() throws Exception {
		return Program.run("setpriv --reuid 65534 --clear-groups id -u && which socat").startsWith("65534");
	}

	@Test
	@DisplayName("B99 a folder that is not there is told so")
	void whenFolderIsMissingItIsSaid() {
		TcpBindException failure = refusal(at(this.folder.resolve("missing").resolve("x.sock")));
		assertThat(failure.kind()).isEqualTo(TcpBindException.Kind.NOT_FOUND);
		assertThat(failure).hasCauseInstanceOf(IOException.class);
	}

	@Test
	@DisplayName("B99 a folder that may not be written to is told so")
	void whenFolderIsForbiddenItIsSaid() {
		AccessDeniedException denied = new AccessDeniedException("/x");
		assertThat(Failures.bindKind(denied)).isEqualTo(TcpBindException.Kind.PERMISSION_DENIED);
	}

	@Test
	@DisplayName("B99 a name without a folder is beside the process")
	void whenPathIsRelativeItIsUsedAsItIs() throws Exception {
		Path relative = Path.of("").toAbsolutePath().relativize(this.path.toAbsolutePath());
		try (TcpListener<String> listener = echo(at(relative))) {
			assertEchoes(listener);
			assertThat(listener.name()).isEqualTo(relative.toString());
		}
		assertThat(this.path).doesNotExist();
	}

	private static void assertEchoes(TcpListener<String> listener) throws IOException {
		try (Peer peer = Peer.connect(Path.of(listener.name()))) {
			assertThat(peer.send("abc").readText(3)).isEqualTo("abc");
		}
	}

	private static Set<PosixFilePermission> permissions(TcpListener<String> listener) throws IOException {
		return Files.getPosixFilePermissions(Path.of(listener.name()));
	}

	private boolean isOther(Path file) {
		return !file.equals(this.path);
	}

	private static ServerOptions.Builder at(Path path) {
		return UnixPlace.at(path);
	}

	private static TcpListener<String> echo(ServerOptions.Builder options) {
		return UnixPlace.echo(options);
	}

	/**
	 * Return why one cannot listen, or {@code null} if one can.
	 */
	private static TcpBindException refusal(ServerOptions.Builder options) {
		return catchThrowableOfType(TcpBindException.class, () -> echo(options).close());
	}

	/**
	 * What may stand at a path.
	 */
	enum Occupant {

		FILE {
			@Override
			AutoCloseable occupy(Path path) throws IOException {
				Files.createFile(path);
				return () -> {
				};
			}
		},

		FOLDER {
			@Override
			AutoCloseable occupy(Path path) throws IOException {
				Files.createDirectory(path);
				return () -> {
				};
			}
		},

		LINK_TO_STALE_SOCKET {
			@Override
			AutoCloseable occupy(Path path) throws IOException {
				Files.createSymbolicLink(path, UnixPlace.stale(path.resolveSibling("stale")));
				return () -> {
				};
			}
		},

		LINK_TO_NOTHING {
			@Override
			AutoCloseable occupy(Path path) throws IOException {
				Files.createSymbolicLink(path, path.resolveSibling("nothing"));
				return () -> {
				};
			}
		},

		PIPE {
			@Override
			AutoCloseable occupy(Path path) throws Exception {
				Program.run("mkfifo " + path);
				return () -> {
				};
			}
		},

		OTHER_SERVER {
			@Override
			AutoCloseable occupy(Path path) throws IOException {
				return Peer.listen(path);
			}
		};

		abstract AutoCloseable occupy(Path path) throws Exception;

	}

}
