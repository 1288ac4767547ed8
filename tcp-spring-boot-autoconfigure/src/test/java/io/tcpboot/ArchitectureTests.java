package io.tcpboot;

import java.util.List;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTag;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

@ArchTag("once")
@AnalyzeClasses(packages = "io.tcpboot",
		importOptions = { ImportOption.DoNotIncludeTests.class, ArchitectureTests.ThisModule.class })
class ArchitectureTests {

	@ArchTest
	static final ArchRule packagesDependInOneDirection = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.ensureAllClassesAreContainedInArchitecture()
		.layer("annotation")
		.definedBy("io.tcpboot.annotation..")
		.layer("handler")
		.definedBy("io.tcpboot.handler..")
		.layer("server")
		.definedBy("io.tcpboot.server..")
		.layer("client")
		.definedBy("io.tcpboot.client..")
		.layer("autoconfigure")
		.definedBy("io.tcpboot.autoconfigure")
		.layer("devtools")
		.definedBy("io.tcpboot.autoconfigure.devtools..")
		.layer("operations")
		.definedBy("io.tcpboot.autoconfigure.actuate..", "io.tcpboot.autoconfigure.metrics..",
				"io.tcpboot.autoconfigure.observation..", "io.tcpboot.autoconfigure.health..")
		.whereLayer("handler")
		.mayOnlyBeAccessedByLayers("server", "client", "autoconfigure", "devtools", "operations")
		.whereLayer("server")
		.mayOnlyBeAccessedByLayers("autoconfigure", "operations")
		.whereLayer("client")
		.mayOnlyBeAccessedByLayers("autoconfigure", "operations")
		.whereLayer("autoconfigure")
		.mayOnlyBeAccessedByLayers("devtools", "operations")
		.whereLayer("operations")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("devtools")
		.mayNotBeAccessedByAnyLayer();

	@ArchTest
	static final ArchRule nothingNeedsDevTools = noClasses().should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework.boot.devtools..");

	@ArchTest
	static final ArchRule packagesHaveNoCycles = slices().matching("io.tcpboot.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule packagesAreNullMarked = classes().should().beAssignableTo(inNullMarkedPackage());

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule autoConfigurationsHaveNoPublicMethods = methods().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic()
		.allowEmptyShould(true);

	@ArchTest
	static final ArchRule onlyFactoriesAndConfigurationsReadProperties = noClasses().that()
		.haveNameNotMatching(".*((Factory|Configuration|Properties)(\\$\\w+)?|\\.(Ssl|\\w*Tls)\\w+)")
		.should()
		.callMethodWhere(DescribedPredicate.describe("a method of properties",
				(call) -> call.getTargetOwner().getName().matches("io\\.tcpboot\\.autoconfigure\\.\\w*Properties.*")));

	@ArchTest
	static void whenTypeIsPublicItIsMeantToBe(JavaClasses classes) {
		List<String> names = classes.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map((type) -> type.getName().substring("io.tcpboot.".length()))
			.toList();
		assertThat(names).containsExactlyInAnyOrder("annotation.FramingType", "annotation.OnClose",
				"annotation.OnConnectError", "annotation.OnData", "annotation.OnDrain", "annotation.OnEnd",
				"annotation.OnError", "annotation.OnHandshake", "annotation.OnOpen", "annotation.OnReload",
				"annotation.OnShutdown", "annotation.OnTimeout", "annotation.TcpClient", "annotation.TcpServer",
				"handler.AsyncCall", "handler.CallDecorator", "handler.EventCall", "handler.HandlerPlace",
				"handler.HandlerBean", "handler.HandlerBeanFinder", "handler.HandlerDescription", "handler.HandlerSet",
				"handler.InvalidTcpServerException", "handler.Names", "handler.SocketHandlersFactory",
				"handler.SocketKeeper", "handler.UnclaimedHandlers", "server.ServerDeclaration",
				"server.ServerOptionsSource", "server.ServerState", "server.TcpServerBindException",
				"server.TcpServerCustomizer", "server.TcpServerEvent", "server.TcpServerLifecycle",
				"server.TcpServerRegistrar", "server.TcpServerReloadedEvent", "server.TcpServerShutdownLifecycle",
				"server.TcpServerStartedEvent", "server.TcpServerStoppedEvent", "server.TcpServers",
				"client.ClientDeclaration", "client.ClientOptionsSource", "client.ClientState", "client.ManagedClient",
				"client.ManagedClientOptions", "client.TcpClientCustomizer", "client.TcpClientLifecycle",
				"client.TcpClientRegistrar", "client.TcpClients", "autoconfigure.ClientProperties",
				"autoconfigure.ClientSslProperties", "autoconfigure.DefaultProperties",
				"autoconfigure.FramingProperties", "autoconfigure.ListenerProperties",
				"autoconfigure.ReconnectProperties", "autoconfigure.ServerProperties",
				"autoconfigure.ServerSslProperties", "autoconfigure.SocketProperties", "autoconfigure.SslProperties",
				"autoconfigure.TcpAutoConfiguration", "autoconfigure.TcpClientAutoConfiguration",
				"autoconfigure.TcpProperties", "autoconfigure.actuate.TcpEndpointAutoConfiguration",
				"autoconfigure.actuate.TcpEndpointProperties",
				"autoconfigure.health.TcpHealthContributorAutoConfiguration",
				"autoconfigure.observation.DefaultTcpHandlerObservationConvention",
				"autoconfigure.observation.TcpHandlerObservationContext",
				"autoconfigure.observation.TcpHandlerObservationConvention",
				"autoconfigure.observation.TcpObservationAutoConfiguration",
				"autoconfigure.metrics.TcpMetricsAutoConfiguration",
				"autoconfigure.devtools.TcpDevToolsAutoConfiguration");
	}

	private static DescribedPredicate<JavaClass> inNullMarkedPackage() {
		return DescribedPredicate.describe("in a @NullMarked package",
				(type) -> type.getPackage().isAnnotatedWith(NullMarked.class));
	}

	/**
	 * Leaves out {@code tcp-core}, which has a root package in common.
	 */
	static class ThisModule implements ImportOption {

		@Override
		public boolean includes(Location location) {
			return location.contains("/tcp-spring-boot-autoconfigure/");
		}

	}

}
