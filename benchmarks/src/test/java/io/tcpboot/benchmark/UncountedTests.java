package io.tcpboot.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Uncounted}.
 */
class UncountedTests {

	@Test
	void methodsThatOnlyCountAreEmptyAndTheOthersAreNot(@TempDir Path folder) throws IOException {
		Uncounted.write(folder);
		assertThat(calls(folder, "Outbound", "countWritten")).isEmpty();
		assertThat(calls(folder, "SocketFront", "countRead")).isEmpty();
		assertThat(calls(folder, "UserCode", "calling")).isEmpty();
		assertThat(calls(folder, "Outbound", "written")).contains("countWritten", "release");
	}

	/** The methods that a method calls. */
	private static List<String> calls(Path folder, String type, String method) throws IOException {
		List<String> calls = new ArrayList<>();
		byte[] code = Files.readAllBytes(folder.resolve("io/tcpboot/" + type + ".class"));
		new ClassReader(code).accept(new ClassVisitor(Opcodes.ASM9) {

			@Override
			public MethodVisitor visitMethod(int access, String name, String descriptor, String signature,
					String[] exceptions) {
				return name.equals(method) ? collecting(calls) : null;
			}

		}, 0);
		return calls;
	}

	private static MethodVisitor collecting(List<String> calls) {
		return new MethodVisitor(Opcodes.ASM9) {

			@Override
			public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
				calls.add(name);
			}

		};
	}

}
