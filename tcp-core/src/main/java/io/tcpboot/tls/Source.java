package io.tcpboot.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Bytes of a certificate, key or list, and where they come from, for messages. They are
 * read at once: a file that changes later does not.
 *
 * @param name the option they were given for
 * @param origin where they come from
 * @param bytes the bytes
 */
record Source(String name, String origin, byte[] bytes) {

	static Source of(String name, String text) {
		Objects.requireNonNull(text, name);
		return new Source(name, "text", text.getBytes(StandardCharsets.UTF_8));
	}

	static Source of(String name, byte[] bytes) {
		Objects.requireNonNull(bytes, name);
		return new Source(name, "bytes", bytes.clone());
	}

	static Source of(String name, Path file) {
		Objects.requireNonNull(file, name);
		try {
			return new Source(name, file.toString(), Files.readAllBytes(file));
		}
		catch (IOException ex) {
			throw Check.refuse(name, file, "a readable file", ex);
		}
	}

	static Source of(String name, InputStream stream) {
		Objects.requireNonNull(stream, name);
		try {
			return new Source(name, "stream", stream.readAllBytes());
		}
		catch (IOException ex) {
			throw Check.refuse(name, "stream", "a readable stream", ex);
		}
	}

	String text() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

	IllegalArgumentException refuse(String problem, String expected, Throwable cause) {
		return Check.refuse(this.name, this.origin + " " + problem, expected, cause);
	}

}
