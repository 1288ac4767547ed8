package io.tcpboot.autoconfigure.devtools;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The sources of an application, and the folder for its classes. Builds as an IDE does:
 * only files that have changed are written, each at once.
 */
final class Project {

	private static final String PACKAGE = "com.example.live";

	private static final String IMPORTS = """
			package com.example.live;

			import java.io.*;
			import java.util.*;
			import java.util.concurrent.*;
			import io.netty.buffer.ByteBuf;
			import io.tcpboot.*;
			import io.tcpboot.annotation.*;
			import io.tcpboot.client.*;
			import io.tcpboot.server.*;
			import jakarta.annotation.*;
			import org.springframework.boot.*;
			import org.springframework.boot.autoconfigure.SpringBootApplication;
			import org.springframework.context.*;
			import org.springframework.stereotype.Component;

			""";

	private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	private final Path sources;

	private final Path resources;

	private final Path built;

	private final Path classes;

	Project(Path folder) throws IOException {
		this.sources = Files.createDirectories(folder.resolve("java"));
		this.resources = Files.createDirectories(folder.resolve("resources"));
		this.built = folder.resolve("built");
		this.classes = Files.createDirectories(folder.resolve("classes"));
	}

	/**
	 * Write a class, whose package and imports are always the same.
	 */
	void write(String name, String source) throws IOException {
		Files.writeString(source(name), IMPORTS + source);
	}

	/**
	 * Write a properties file or the like.
	 */
	void writeResource(String name, String text) throws IOException {
		Files.writeString(this.resources.resolve(name), text);
	}

	/**
	 * Replace a piece of a class.
	 */
	void edit(String name, String target, String replacement) throws IOException {
		edit(source(name), target, replacement);
	}

	void editResource(String name, String target, String replacement) throws IOException {
		edit(this.resources.resolve(name), target, replacement);
	}

	private static void edit(Path file, String target, String replacement) throws IOException {
		String text = Files.readString(file);
		if (!text.contains(target)) {
			throw new IllegalArgumentException("no '" + target + "' in " + text);
		}
		Files.writeString(file, text.replace(target, replacement));
	}

	void delete(String name) throws IOException {
		Files.delete(source(name));
	}

	private Path source(String name) {
		return this.sources.resolve(name + ".java");
	}

	Path classes() {
		return this.classes;
	}

	String mainClass() {
		return PACKAGE + ".App";
	}

	/**
	 * Bring the folder of classes to what the sources say.
	 */
	void build() throws IOException {
		compile();
		copy(this.resources, this.built);
		for (Path file : files(this.classes)) {
			if (!Files.exists(this.built.resolve(file))) {
				Files.delete(this.classes.resolve(file));
			}
		}
		copy(this.built, this.classes);
	}

	/**
	 * Delete all classes, as Maven does before it compiles.
	 */
	void clean() throws IOException {
		for (Path file : files(this.classes)) {
			Files.delete(this.classes.resolve(file));
		}
	}

	/**
	 * Pack a folder of classes.
	 */
	Path jar(Path folder) throws IOException {
		Path jar = Files.createTempFile(this.sources.getParent(), "packed", ".jar");
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
			for (Path file : files(folder)) {
				out.putNextEntry(new ZipEntry(file.toString()));
				Files.copy(folder.resolve(file), out);
			}
		}
		return jar;
	}

	/**
	 * Make a class look new.
	 */
	void touch() throws IOException {
		Path file = this.classes.resolve(this.mainClass().replace('.', '/') + ".class");
		Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
	}

	private void compile() throws IOException {
		if (Files.exists(this.built)) {
			for (Path file : files(this.built)) {
				Files.delete(this.built.resolve(file));
			}
		}
		Files.createDirectories(this.built);
		StringWriter out = new StringWriter();
		List<String> options = List.of("-parameters", "-proc:none", "-nowarn", "-d", this.built.toString());
		try (StandardJavaFileManager manager = this.compiler.getStandardFileManager(null, null, null)) {
			List<Path> files = files(this.sources).stream().map(this.sources::resolve).toList();
			if (!this.compiler
				.getTask(out, manager, null, options, null, manager.getJavaFileObjectsFromPaths(new ArrayList<>(files)))
				.call()) {
				throw new IllegalStateException(out.toString());
			}
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		for (Path file : files(from)) {
			Path target = to.resolve(file);
			if (!Files.exists(target) || Files.mismatch(from.resolve(file), target) >= 0) {
				Files.createDirectories(target.getParent());
				Path draft = Files.copy(from.resolve(file), to.resolveSibling("draft"),
						StandardCopyOption.REPLACE_EXISTING);
				Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
			}
		}
	}

	private static List<Path> files(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			List<Path> found = new ArrayList<>(files.filter(Files::isRegularFile).map(folder::relativize).toList());
			Collections.sort(found);
			return found;
		}
	}

}
