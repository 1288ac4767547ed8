package io.tcpboot;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Deletes a socket file that nobody listens behind. Between the look at the file and its
 * deletion, another process could have deleted it and put its own there: so whoever
 * deletes holds a lock, within the JVM and on a file. That file stays, as there is no
 * safe moment to delete it.
 */
final class StaleSocketFile {

	private static final int TYPE = 0170000;

	private static final int SOCKET = 0140000;

	private static final Set<OpenOption> LOCK_FILE = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
			LinkOption.NOFOLLOW_LINKS);

	private static final FileAttribute<Set<PosixFilePermission>> PRIVATE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	private StaleSocketFile() {
	}

	/**
	 * Delete the file if it is stale. Does not wait: if somebody else is at it, it is
	 * theirs.
	 * @return whether the path was free for a moment
	 */
	static boolean delete(Path path) throws IOException {
		try {
			// Mostly it is not stale, and no file for the lock is needed.
			return isStale(path) && deleteIfStale(path);
		}
		catch (NoSuchFileException ex) {
			// Somebody was faster. What stands there by now is theirs, so do not delete.
			return true;
		}
	}

	private static synchronized boolean deleteIfStale(Path path) throws IOException {
		Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
		try (FileChannel channel = FileChannel.open(lockFile, LOCK_FILE, PRIVATE); FileLock lock = channel.tryLock()) {
			if (lock == null || !isStale(path)) {
				return false;
			}
			Files.delete(path);
			return true;
		}
		catch (OverlappingFileLockException ex) {
			// Another class loader of this JVM has this class too.
			return false;
		}
	}

	/**
	 * Return whether it is a socket file that refuses connections.
	 */
	private static boolean isStale(Path path) throws IOException {
		Map<String, Object> file = look(path);
		int mode = (int) Objects.requireNonNull(file.get("mode"));
		boolean isSocket = (mode & TYPE) == SOCKET;
		return isSocket && isRefused(path) && look(path).equals(file);
	}

	private static Map<String, Object> look(Path path) throws IOException {
		return Files.readAttributes(path, "unix:mode,dev,ino,ctime", LinkOption.NOFOLLOW_LINKS);
	}

	private static boolean isRefused(Path path) throws IOException {
		try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			// With a full backlog, a blocking one would wait.
			probe.configureBlocking(false);
			probe.connect(UnixDomainSocketAddress.of(path));
			return false;
		}
		catch (ConnectException ex) {
			return true;
		}
		catch (IOException ex) {
			// Anything else does not prove that nobody is there.
			return false;
		}
	}

}
