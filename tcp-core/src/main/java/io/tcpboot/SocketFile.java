package io.tcpboot;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * The file of a unix socket that listens. It appears when the socket listens already, and
 * must be {@linkplain #remove() removed} while it still does: so a file that refuses
 * connections belongs to nobody. Any thread.
 */
final class SocketFile {

	private final Path path;

	// The kernel gives its number to no other file while the socket is open.
	private final Object key;

	private final AtomicBoolean removed = new AtomicBoolean();

	private SocketFile(Path path, Object key) {
		this.path = path;
		this.key = key;
	}

	/**
	 * Let a draft, whose socket listens, appear where it was wanted.
	 * @throws FileAlreadyExistsException if something stands there and stays
	 */
	static SocketFile publish(SocketFileDraft draft, Path path, @Nullable Set<PosixFilePermission> permissions,
			boolean reclaimStale) throws IOException {
		if (permissions != null) {
			Files.setPosixFilePermissions(draft.path(), permissions);
		}
		try {
			// Unlike a rename, a link never replaces what is there.
			Files.createLink(path, draft.path());
		}
		catch (FileAlreadyExistsException ex) {
			if (!reclaimStale || !StaleSocketFile.delete(path)) {
				throw ex;
			}
			Files.createLink(path, draft.path());
		}
		return new SocketFile(path, key(draft.path()));
	}

	/**
	 * Delete the file, once, unless somebody has put another in its place.
	 */
	void remove() throws IOException {
		if (!this.removed.compareAndSet(false, true)) {
			return;
		}
		try {
			if (key(this.path).equals(this.key)) {
				Files.delete(this.path);
			}
		}
		catch (NoSuchFileException ex) {
			// Somebody was faster.
		}
	}

	private static Object key(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
	}

	@Override
	public String toString() {
		return this.path.toString();
	}

}
