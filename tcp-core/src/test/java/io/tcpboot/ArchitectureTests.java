package io.tcpboot;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who may know whom, and what is public.
 */
@Tag("once")
class ArchitectureTests {

	private static final String ROOT = "io.tcpboot";

	private static final JavaClasses CORE = new ClassFileImporter().importPath(core());

	private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("io.tcpboot.planted");

	private static final ArchRule NO_CYCLES = slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();

	private static Path core() {
		try {
			return Path.of(Tcp.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (java.net.URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Set<String> packages(JavaClasses classes) {
		Set<String> names = new TreeSet<>();
		classes.forEach((type) -> names.add(type.getPackageName()));
		return names;
	}

	static Set<String> packages() {
		return packages(CORE);
	}

	static Set<String> leaves() {
		Set<String> names = packages(CORE);
		assertThat(names.remove(ROOT)).isTrue();
		return names;
	}

	private static ArchRule isLeaf(String name) {
		return classes().that()
			.resideInAPackage(name)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(name, "java..", "javax.net..", "javax.crypto..", "javax.security..", "io.netty..",
					"org.jspecify..");
	}

	@Test
	void whenPackagesDependOnEachOtherThereIsNoCycle() {
		NO_CYCLES.check(CORE);
	}

	@Test
	void whenACycleIsPlantedItIsFound() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> NO_CYCLES.check(PLANTED))
			.withMessageContaining("Cycle detected");
	}

	@ParameterizedTest
	@MethodSource("leaves")
	void whenPackageIsALeafItKnowsOnlyNettyAndTheJdk(String name) {
		isLeaf(name).check(CORE);
	}

	@Test
	void whenALeafKnowsAnotherItIsFound() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> isLeaf("io.tcpboot.planted.left").check(PLANTED))
			.withMessageContaining("Right");
	}

	@Test
	void whenCoreDependsOnSomethingItIsNettyJSpecifyOrSlf4j() {
		classes().should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("io.tcpboot..", "java..", "javax.net..", "javax.crypto..", "javax.security..",
					"io.netty..", "org.jspecify..", "org.slf4j..")
			.check(CORE);
	}

	@Test
	void whenSpringIsAroundCoreDoesNotKnowIt() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..").check(CORE);
	}

	@ParameterizedTest
	@MethodSource("packages")
	void whenPackageIsThereItIsNullMarked(String name) {
		assertThat(CORE.getPackage(name).isAnnotatedWith(NullMarked.class)).isTrue();
	}

	@Test
	void whenUserCodeIsCalledItIsBySocketsOnly() {
		noClasses().that()
			.doNotHaveFullyQualifiedName(UserCode.class.getName())
			.should()
			.callMethodWhere(DescribedPredicate.describe("user code",
					(call) -> call.getName().equals("handle")
							&& call.getTargetOwner().getName().startsWith(SocketHandlers.class.getName() + "$")))
			.check(CORE);
	}

	@Test
	void whenTypeIsPublicItIsMeantToBe() {
		List<String> names = CORE.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map((type) -> type.getName().substring(ROOT.length() + 1))
			.toList();
		assertThat(names).containsExactlyInAnyOrder("BufferSink", "ClientOptions", "CloseReason", "HandlerEvent",
				"ServerOptions", "SocketHandlers", "SocketOptions", "SocketSink", "SocketSums", "SocketTotals", "Tcp",
				"TcpBindException", "TcpConnectException", "TcpEventLoop", "TcpListener", "TcpSocket",
				"tls.ReloadableTls", "tls.TlsOptions", "tls.TlsProvider", "tls.TlsSession",
				"framing.FrameTimeoutException", "framing.Framing", "framing.LengthFieldFraming",
				"transport.Transport");
	}

	/**
	 * Each package is a slice, the root too.
	 */
	private static final class ByPackage implements SliceAssignment {

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return SliceIdentifier.of(type.getPackageName());
		}

		@Override
		public String getDescription() {
			return "packages";
		}

	}

}
