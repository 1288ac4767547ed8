package io.tcpboot;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place to bind a unix socket where nobody else can go: a private folder beside the
 * path that is wanted. The file is {@linkplain SocketFile#publish published} from there
 * when it is ready. To bind to the path itself would have three flaws:
 * <ul>
 * <li>Bind and listen are one call in the JDK, so that a client could connect before the
 * permissions are set. To change the umask instead would change it for all threads.</li>
 * <li>Between bind and listen a connection is refused, as by a stale file, and somebody
 * who reclaims those would delete the new one.</li>
 * <li>Netty's native transports delete what stands at the path before they bind, and all
 * of Netty's delete it after they close, whosever it is.</li>
 * </ul>
 */
final class SocketFileDraft implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(TcpListener.class);

	private static final String NAME = "s";

	/** What there must be room for: a separator, a folder's name, another, the name. */
	static final int MAX_FOLDER_BYTES = Check.MAX_SOCKET_PATH_BYTES - 3 - NAME.length();

	private static final int MAX_RANDOM_CHARS = 8;

	private static final int ATTEMPTS = 100;

	private static final FileAttribute<Set<PosixFilePermission>> PRIVATE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	private final Path folder;

	private SocketFileDraft(Path folder) {
		this.folder = folder;
	}

	/**
	 * Return whether the address of a draft fits into the kernel's structure.
	 */
	static boolean fitsBeside(Path target) {
		return roomBeside(target) >= 1;
	}

	private static int roomBeside(Path target) {
		int prefixBytes = Check.bytes(target.resolveSibling(NAME).toString()) - NAME.length();
		return Check.MAX_SOCKET_PATH_BYTES - prefixBytes - 1 - NAME.length();
	}

	static SocketFileDraft create(Path target) throws IOException {
		int chars = Math.min(MAX_RANDOM_CHARS, roomBeside(target));
		for (int i = 0; i < ATTEMPTS; i++) {
			Path folder = target.resolveSibling(randomName(chars));
			if (folder.equals(target)) {
				continue;
			}
			try {
				return new SocketFileDraft(Files.createDirectory(folder, PRIVATE));
			}
			catch (FileAlreadyExistsException ex) {
				// Another name, then.
			}
		}
		throw new IOException("No name of " + chars + " characters is free beside " + target);
	}

	private static String randomName(int chars) {
		StringBuilder name = new StringBuilder();
		while (name.length() < chars) {
			name.append(
					Character.forDigit(ThreadLocalRandom.current().nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
		}
		return name.toString();
	}

	Path path() {
		return this.folder.resolve(NAME);
	}

	/**
	 * Remove the folder. If that fails, it is no reason not to listen: the file that was
	 * published from it does not need it.
	 */
	@Override
	public void close() {
		try {
			Files.deleteIfExists(path());
			Files.delete(this.folder);
		}
		catch (IOException ex) {
			logger.warn("The folder {} of a TCP server is left behind", this.folder, ex);
		}
	}

}
