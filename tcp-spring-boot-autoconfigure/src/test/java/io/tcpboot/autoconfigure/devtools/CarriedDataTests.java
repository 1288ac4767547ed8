package io.tcpboot.autoconfigure.devtools;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of the user's classes survives a new class loader: each shape of data, frozen with
 * the classes of one and thawed with those of another.
 */

class CarriedDataTests {

	@Test
	void recordWithNestedListIsCarried() {
		assertCarried("""
				record Part(String name) implements Serializable {
				}

				record Session(int count, List<Part> parts) implements Serializable {
				}
				""", "new Session(42, List.of(new Part(\"a\"), new Part(\"b\")))",
				"((Session) data).count() + ((Session) data).parts().get(1).name()", "42b");
	}

	@Test
	void privateFieldsAreCarried() {
		assertCarried("""
				static class Parser implements Serializable {

					private static final long serialVersionUID = 1;

					private int expected = 7;

					private final StringBuilder partial = new StringBuilder("par");

				}
				""", "grown(new Parser())", """
				((Parser) data).expected + "/" + ((Parser) data).partial;
					}

					private static Parser grown(Parser parser) {
						parser.expected = 42;
						parser.partial.append("tial");
						return parser""", "42/partial");
	}

	@Test
	void sealedTypesAreCarried() {
		assertCarried("""
				sealed interface State extends Serializable {
				}

				record Reading(int missing) implements State {
				}

				record Idle() implements State {
				}
				""", "new State[] { new Reading(3), new Idle() }",
				"((Reading) ((State[]) data)[0]).missing() + \" \" + (((State[]) data)[1] instanceof Idle)", "3 true");
	}

	@Test
	void cyclesAreCarried() {
		assertCarried("""
				static class Node implements Serializable {

					private static final long serialVersionUID = 1;

					private Node next = this;

				}
				""", "new Node()", "((Node) data).next == data", true);
	}

	@Test
	void mapsOfRecordsAreCarried() {
		assertCarried("record Part(String name) implements Serializable { }",
				"new HashMap<>(Map.of(\"k\", List.of(Map.of(1, new Part(\"a\")))))",
				"((Map<String, List<Map<Integer, Part>>>) data).get(\"k\").get(0).get(1).name()", "a");
	}

	@Test
	void enumsAreThoseOfTheNewLoader() {
		assertCarried("""
				enum Mode {

					READ, WRITE {
					}

				}
				""", "new TreeMap<>(Map.of(Mode.WRITE, Mode.READ))", "((Map<?, ?>) data).get(Mode.WRITE) == Mode.READ",
				true);
	}

	@Test
	void classesAreThoseOfTheNewLoader() {
		assertCarried("""
				record Part() {
				}

				record Types(Class<?> number, Class<?> nothing, Class<?> array, Class<?> own) implements Serializable {
				}
				""", "new Types(int.class, void.class, int[][].class, Part[].class)",
				"data.equals(new Types(int.class, void.class, int[][].class, Part[].class))", true);
	}

	@Test
	void lambdasThatAreSerializableAreCarried() {
		assertCarried("interface Step extends Function<String, String>, Serializable { }", "(Step) String::trim",
				"((Step) data).apply(\" a \")", "a");
	}

	@Test
	void proxiesAreCarried() {
		String types = """
				interface Greeter {

					String greet(String name);

				}

				record Handler(String greeting) implements java.lang.reflect.InvocationHandler, Serializable {

					public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
						return this.greeting + arguments[0];
					}

				}
				""";
		String made = "java.lang.reflect.Proxy.newProxyInstance(App.class.getClassLoader(), "
				+ "new Class<?>[] { Greeter.class, Comparable.class }, new Handler(\"hi \"))";
		assertCarried(types, made, "((Greeter) data).greet(\"joe\")", "hi joe");
		assertCarried("public " + types, made, "((Greeter) data).greet(\"joe\")", "hi joe");
	}

	@Test
	void proxiesAreCarriedEvenIfTheirHandlerStays() throws Exception {
		Generation app = Generation.of("public interface Greeter { }", "null", "data instanceof Greeter");
		Object proxy = Proxy.newProxyInstance(app.loader(),
				new Class<?>[] { app.loader().loadClass("app.App$Greeter") }, new Staying());
		assertThat(FrozenData.freeze(proxy)).isInstanceOf(SerializedData.class);
	}

	@Test
	void proxiesOfInterfacesThatArePackagePrivateAreCarried() {
		Generation app = Generation.of("""
				public record Handler() implements java.lang.reflect.InvocationHandler, Serializable {

					public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
						return "hi";
					}

				}
				""", "new Handler()", "null");
		Object proxy = Proxy.newProxyInstance(Hidden.class.getClassLoader(), new Class<?>[] { Hidden.class },
				(InvocationHandler) app.make());
		ThawedData thawed = FrozenData.freeze(proxy).thaw(app.loader(), (id) -> null);
		assertThat(thawed.failure()).isNull();
		assertThat(thawed.data()).isInstanceOf(Hidden.class).isNotSameAs(proxy);
	}

	@Test
	void recordMayGetAComponent() {
		Generation before = session("record Session(int count)", "new Session(42)", "null");
		Generation after = session("record Session(String name, int count)", "null",
				"((Session) data).name() + ((Session) data).count()");
		assertCarried(before, after, "null42");
	}

	@Test
	void recordMayLoseAComponent() {
		Generation before = session("record Session(String name, int count)", "new Session(\"joe\", 42)", "null");
		Generation after = session("record Session(int count)", "null", "((Session) data).count()");
		assertCarried(before, after, 42);
	}

	@Test
	void classWithVersionMayGetAField() {
		String version = "private static final long serialVersionUID = 1; ";
		Generation before = parser(version + "int count = 42;");
		Generation after = parser(version + "int count; int more = 7; int more() { return this.more; }");
		assertCarried(before, after, 42);
	}

	private static void assertCarried(String types, String made, String description, Object expected) {
		assertCarried(Generation.of(types, made, description), Generation.of(types, made, description), expected);
	}

	private static void assertCarried(Generation before, Generation after, Object expected) {
		FrozenData frozen = FrozenData.freeze(before.make());
		ThawedData thawed = frozen.thaw(after.loader(), (id) -> null);
		assertThat(thawed.failure()).isNull();
		assertThat(after.describe(thawed.data())).isEqualTo(expected);
	}

	private static Generation session(String header, String made, String description) {
		return Generation.of(header + " implements Serializable { }", made, description);
	}

	private static Generation parser(String members) {
		return Generation.of("static class Parser implements Serializable { " + members + " }", "new Parser()",
				"((Parser) data).count");
	}

	interface Hidden {

	}

	private record Staying() implements InvocationHandler, Serializable {

		@Override
		public Object invoke(Object proxy, Method method, Object[] arguments) {
			return "";
		}

	}

}
