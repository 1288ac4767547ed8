package io.tcpboot.autoconfigure.devtools;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.regex.Pattern;

import io.tcpboot.TcpListener;
import io.tcpboot.autoconfigure.TcpAutoConfiguration;

/**
 * The class path of a forked application, without its own classes.
 */
final class ForkedClassPath {

	/** What this build has for its tests, and applications do not. */
	private static final Pattern TEST_JARS = Pattern
		.compile("(tcp-|netty-pkitesting|bc|junit|archunit|assertj|mockito|spring-(boot-)?test|spring-core-test"
				+ "|spring-(boot-)?(starter-)?security).*");

	/** What makes the start longer, and is of no use without a web server. */
	private static final Pattern WEB_JARS = Pattern
		.compile("(spring-web|tomcat|jackson|spring-boot-(actuator|health|micrometer|validation|jackson|http|servlet"
				+ "|tomcat|web|reactor|netty)|hibernate|micrometer-(core|jakarta|registry)|prometheus|reactor|reactive"
				+ "|netty-(codec-(http|compression|dns|socks|classes|native)|resolver-dns|handler-proxy)).*");

	private ForkedClassPath() {
	}

	/**
	 * Return the folders of our modules.
	 */
	static List<Path> ours() {
		return List.of(codeOf(TcpListener.class), codeOf(TcpAutoConfiguration.class));
	}

	/**
	 * Return the folder of our classes, although Maven may have packed them already.
	 */
	static Path codeOf(Class<?> type) {
		try {
			Path code = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
			return (code.toFile().isDirectory()) ? code : code.resolveSibling("classes");
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the jars. Maven tells apart what tests use themselves and what is there for
	 * applications; an IDE does not.
	 */
	static Stream<Path> others(boolean web) {
		String classPath = System.getProperty("forked.class.path", System.getProperty("java.class.path"));
		return Arrays.stream(classPath.split(File.pathSeparator))
			.map(Path::of)
			.filter((path) -> isWanted(path.getFileName().toString(), web));
	}

	private static boolean isWanted(String name, boolean web) {
		return name.endsWith(".jar") && !TEST_JARS.matcher(name).matches()
				&& (web || !WEB_JARS.matcher(name).matches());
	}

}
