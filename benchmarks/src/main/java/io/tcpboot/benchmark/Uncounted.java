package io.tcpboot.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

/**
 * The engine without what its sockets note of each message for whoever may ask: how many
 * bytes there were, when, and who calls user code. Made of the classes as they are, whose
 * methods that do nothing else are left empty, and put in front of them on the class
 * path.
 */
final class Uncounted {

	/** Each method by its class. */
	static final Map<String, String> METHODS = Map.of("io/tcpboot/SocketFront", "countRead", "io/tcpboot/Outbound",
			"countWritten", "io/tcpboot/UserCode", "calling");

	private Uncounted() {
	}

	/** Writes the classes into a folder. */
	static void write(Path folder) throws IOException {
		for (Map.Entry<String, String> method : METHODS.entrySet()) {
			Path file = folder.resolve(method.getKey() + ".class");
			Files.createDirectories(file.getParent());
			Files.write(file, without(method.getKey(), method.getValue()));
		}
	}

	private static byte[] without(String type, String method) throws IOException {
		ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
		Emptying emptying = new Emptying(writer, method);
		try (InputStream code = ClassLoader.getSystemResourceAsStream(type + ".class")) {
			if (code == null) {
				throw new IOException(type + ": is not there");
			}
			new ClassReader(code).accept(emptying, 0);
		}
		if (emptying.found != 1) {
			throw new IOException(type + ": has " + emptying.found + " methods " + method + " (expected: 1)");
		}
		return writer.toByteArray();
	}

	/**
	 * Copies a class, but for one method without a result, which does nothing any more.
	 */
	private static final class Emptying extends ClassVisitor {

		private final String method;

		private int found;

		Emptying(ClassVisitor next, String method) {
			super(Opcodes.ASM9, next);
			this.method = method;
		}

		@Override
		public @Nullable MethodVisitor visitMethod(int access, String name, String descriptor,
				@Nullable String signature, String @Nullable [] exceptions) {
			MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
			if (!name.equals(this.method)) {
				return next;
			}
			this.found++;
			next.visitCode();
			next.visitInsn(Opcodes.RETURN);
			next.visitMaxs(0, 0);
			next.visitEnd();
			return null;
		}

	}

}
