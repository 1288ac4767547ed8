package io.tcpboot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The programs that the peers and the generator need, found, compiled or installed once.
 */
final class Tools {

	private final Home home;

	private final Map<String, Path> found = new TreeMap<>();

	private Tools(Home home) {
		this.home = home;
	}

	/**
	 * Without a C compiler or {@code taskset} nothing can be measured; what else is
	 * missing is skipped.
	 */
	static Tools prepare(Home home, List<String> peers) throws IOException, InterruptedException {
		Tools tools = new Tools(home);
		tools.require("taskset");
		tools.compile(tools.require("cc"));
		Uncounted.write(home.folder("target/uncounted"));
		if (peers.contains("node")) {
			Shell.find("node").ifPresent((node) -> tools.found.put("node", node));
		}
		if (peers.contains("bun")) {
			tools.bun().ifPresent((bun) -> tools.found.put("bun", bun));
		}
		return tools;
	}

	private Path require(String program) throws IOException {
		return Shell.find(program).orElseThrow(() -> new IOException(program + " is needed and not in the PATH"));
	}

	private void compile(Path compiler) throws IOException, InterruptedException {
		compile(compiler, "echo", List.of());
		compile(compiler, "load", List.of("-lssl", "-lcrypto"));
		this.found.put("c", this.home.target("echo"));
	}

	private void compile(Path compiler, String program, List<String> libraries)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(compiler.toString(), "-O2", "-o",
				this.home.target(program).toString(), this.home.source("c/" + program + ".c").toString()));
		if (libraries.isEmpty() || !hasOpenSsl(compiler)) {
			command.add("-DNO_TLS");
		}
		else {
			command.addAll(libraries);
		}
		Shell.run(command);
	}

	private static boolean hasOpenSsl(Path compiler) throws InterruptedException {
		return Shell
			.firstLine("sh", "-c", "echo '#include <openssl/ssl.h>' | " + compiler + " -E - >/dev/null && echo yes")
			.isPresent();
	}

	/**
	 * The one that {@code BUN} names, else the one in the path, else the one of its npm
	 * package.
	 */
	private Optional<Path> bun() throws InterruptedException, IOException {
		String named = System.getenv("BUN");
		if (named != null) {
			return Optional.of(Path.of(named));
		}
		Optional<Path> inPath = Shell.find("bun");
		return inPath.isPresent() ? inPath : bunFromNpm();
	}

	private Optional<Path> bunFromNpm() throws InterruptedException, IOException {
		Path folder = this.home.folder("target/bun");
		Path bun = folder.resolve("node_modules/.bin/bun");
		if (!Files.isExecutable(bun) && Shell.find("npm").isPresent()) {
			Progress.say("installing the npm package bun");
			Shell.firstLine("npm", "install", "--silent", "--prefix", folder.toString(), "bun");
		}
		return Files.isExecutable(bun) ? Optional.of(bun) : Optional.empty();
	}

	Optional<Path> path(String tool) {
		return Optional.ofNullable(this.found.get(tool));
	}

	/** The command of a peer outside Java, without its mode. */
	List<String> command(String peer) throws UnavailableException {
		Path tool = path(peer).orElseThrow(() -> new UnavailableException(peer + " is not installed"));
		return peer.equals("c") ? List.of(tool.toString())
				: List.of(tool.toString(), this.home.source("js/" + peer + ".js").toString());
	}

}
