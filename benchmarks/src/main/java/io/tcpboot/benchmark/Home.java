package io.tcpboot.benchmark;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where things are in the benchmark module.
 *
 * @param module the folder of the module
 */
record Home(Path module) {

	/**
	 * Found from where this class was loaded: {@code target/benchmarks.jar} or
	 * {@code target/classes}.
	 */
	static Home find() {
		try {
			Path code = Path.of(Home.class.getProtectionDomain().getCodeSource().getLocation().toURI());
			return new Home(code.resolve("../..").normalize());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Path jar() {
		return target("benchmarks.jar");
	}

	/** Of a server in Java. */
	String classPath(String peer) {
		return switch (peer) {
			case Contender.OPERATED, Contender.TIMED -> jar() + File.pathSeparator + target("operations") + "/*";
			case Contender.UNCOUNTED -> target("uncounted") + File.pathSeparator + jar();
			default -> jar().toString();
		};
	}

	Path source(String path) {
		return this.module.resolve("src/main").resolve(path);
	}

	Path target(String path) {
		return this.module.resolve("target").resolve(path);
	}

	/** A folder that exists. */
	Path folder(String path) throws IOException {
		return Files.createDirectories(this.module.resolve(path));
	}

}
