package io.tcpboot.autoconfigure.devtools;

import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.core.test.tools.SourceFile;
import org.springframework.core.test.tools.TestCompiler;

/**
 * The classes of an application, compiled and loaded once more.
 */
final class Generation {

	private final ClassLoader loader;

	private Generation(ClassLoader loader) {
		this.loader = loader;
	}

	/**
	 * An application with some types, which makes an object and describes one. It sees
	 * whether the object is of its own types.
	 */
	static Generation of(String types, String made, String description) {
		return of("""
				package app;

				import java.io.*;
				import java.util.*;
				import java.util.function.*;

				public class App implements Supplier<Object>, Function<Object, Object> {

					%s

					public Object get() {
						return %s;
					}

					public Object apply(Object data) {
						return %s;
					}

				}
				""".formatted(types, made, description));
	}

	static Generation of(String source) {
		ClassLoader[] loader = new ClassLoader[1];
		TestCompiler.forSystem()
			.withSources(SourceFile.of("app/App.java", source))
			.compile((compiled) -> loader[0] = compiled.getClassLoader());
		return new Generation(loader[0]);
	}

	ClassLoader loader() {
		return this.loader;
	}

	@SuppressWarnings("unchecked")
	Object make() {
		return ((Supplier<Object>) app()).get();
	}

	/**
	 * Describe an object made by another generation.
	 */
	@SuppressWarnings("unchecked")
	Object describe(@Nullable Object data) {
		return ((Function<@Nullable Object, Object>) app()).apply(data);
	}

	private Object app() {
		try {
			return this.loader.loadClass("app.App").getConstructor().newInstance();
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
