package io.tcpboot.autoconfigure.devtools;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What cannot be carried over is told, and nothing is thrown.
 */
class LostDataTests {

	@Test
	void whenClassIsNotSerializableItIsNamed() {
		Generation app = app("static class Session { }", "new Session()");
		assertThat(lost(app, app)).hasToString("app.App$Session (java.io.NotSerializableException: app.App$Session)");
	}

	@Test
	void whenAPartIsNotSerializableItIsNamed() {
		Generation app = app("record Part() { } record Session(Object part) implements Serializable { }",
				"new Session(List.of(new Part()))");
		assertThat(lost(app, app))
			.isEqualTo(new DataFailure("app.App$Session", "java.io.NotSerializableException: app.App$Part"));
	}

	@Test
	void whenALambdaIsNotSerializableItsClassIsNamed() {
		Generation app = app("", "new ArrayList<Object>(List.of((Runnable) () -> { }))");
		assertThat(lost(app, app).reason()).startsWith("java.io.NotSerializableException: app.App$$Lambda");
	}

	@Test
	void whenWhatStaysMayHoldWhatGoesItIsNotKept() {
		String types = "record Part() implements Serializable { }";
		assertThat(lost(types, "Optional.of(new Part())")).contains("NotSerializable", "java.util.Optional");
		assertThat(lost(types, "new Object[] { Optional.of(new Part()) }")).contains("java.util.Optional");
		assertThat(lost(types, "List.of(new Part()).iterator()")).contains("java.util.ImmutableCollections");
		assertThat(lost(types, "new ArrayList<>(List.of(new Part())).iterator()")).contains("java.util.ArrayList$Itr");
		assertThat(lost(types, "new WeakHashMap<>(Map.of(new Part(), 1))")).contains("java.util.WeakHashMap");
		assertThat(lost(types, "new Thread(() -> { })")).contains("java.lang.Thread");
		assertThat(lost(types, "App.class.getClassLoader()")).contains("ClassLoader");
		assertThat(lost(types, "new java.util.concurrent.ForkJoinPool(1)")).contains("ForkJoinPool");
		assertThat(lost(types, "new org.springframework.context.support.StaticApplicationContext()"))
			.contains("StaticApplicationContext");
		assertThat(lost(types, "new java.util.jar.Attributes()")).contains("java.util.jar.Attributes");
		assertThat(lost(types, "new io.tcpboot.autoconfigure.devtools.StayingList()")).contains("StayingList");
	}

	@Test
	void whenAComponentHasAnotherTypeItIsTold() {
		Generation before = app("record Session(int count) implements Serializable { }", "new Session(42)");
		Generation after = app("record Session(String count) implements Serializable { }", "null");
		assertThat(lost(before, after).reason()).startsWith("java.io.InvalidClassException: app.App$Session");
	}

	@Test
	void whenAnObjectIsOfAnotherTypeThanItsComponentItIsTold() {
		String part = " record Part() implements Serializable { }";
		Generation before = app("record Session(Object part) implements Serializable { }" + part,
				"new Session(new Part())");
		Generation after = app("record Session(Runnable part) implements Serializable { }" + part, "null");
		assertThat(lost(before, after).type()).isEqualTo("app.App$Session");
	}

	@Test
	void whenAClassWithoutVersionGetsAMethodItIsTold() {
		Generation before = app("static class Session implements Serializable { }", "new Session()");
		Generation after = app("static class Session implements Serializable { void more() { } }", "null");
		assertThat(lost(before, after).reason()).startsWith("java.io.InvalidClassException: app.App$Session");
	}

	@Test
	void whenAnEnumConstantIsGoneItIsTold() {
		Generation before = app("enum Mode { READ, WRITE }", "Mode.WRITE");
		Generation after = app("enum Mode { READ }", "null");
		assertThat(lost(before, after).reason()).startsWith("java.io.InvalidObjectException: ").contains("WRITE");
	}

	@Test
	void whenAClassIsGoneItIsTold() {
		Generation before = app("record Session() implements Serializable { }", "new Session()");
		assertThat(lost(before, app("", "null")).reason())
			.isEqualTo("java.lang.ClassNotFoundException: app.App$Session");
	}

	@Test
	void whenTheDataIsTooDeepItIsTold() {
		Generation app = app("""
				record Link(Object next) implements Serializable {

					static Link chain(int length) {
						Link link = null;
						for (int i = 0; i < length; i++) {
							link = new Link(link);
						}
						return link;
					}

				}
				""", "Link.chain(1_000_000)");
		assertThat(lost(app, app).reason()).isEqualTo("java.lang.StackOverflowError");
	}

	@Test
	void whenItFailsToWriteItselfItIsTold() {
		Generation app = app("""
				record Session() implements Serializable {

					private Object writeReplace() {
						throw new AssertionError("mine");
					}

				}
				""", "new Session()");
		assertThat(lost(app, app).reason()).isEqualTo("java.lang.AssertionError: mine");
	}

	@Test
	void whenItFailsToReadItselfItIsTold() {
		Generation before = app("record Session(int count) implements Serializable { }", "new Session(-1)");
		Generation after = app("""
				record Session(int count) implements Serializable {

					Session {
						if (count < 0) {
							throw new IllegalArgumentException("negative");
						}
					}

				}
				""", "null");
		assertThat(lost(before, after).reason()).startsWith("java.io.InvalidObjectException: negative");
	}

	@Test
	void whenWhatIsThrownCannotBeDescribedItsClassIsNamed() {
		Generation app = app("""
				static class Strange extends RuntimeException {

					private static final long serialVersionUID = 1;

					@Override
					public String getMessage() {
						throw this;
					}

				}

				static class Session implements Serializable {

					private static final long serialVersionUID = 1;

					private void readObject(ObjectInputStream in) {
						throw new Strange();
					}

				}
				""", "new Session()");
		assertThat(lost(app, app)).hasToString("app.App$Session (app.App$Strange)");
	}

	private static String lost(String types, String made) {
		Generation app = app(types, made);
		return lost(app, app).reason();
	}

	private static DataFailure lost(Generation before, Generation after) {
		ThawedData thawed = FrozenData.freeze(before.make()).thaw(after.loader(), (id) -> null);
		assertThat(thawed.data()).isNull();
		assertThat(thawed.isLost()).isTrue();
		DataFailure failure = thawed.failure();
		assertThat(failure).isNotNull();
		return failure;
	}

	private static Generation app(String types, String made) {
		return Generation.of(types, made, "null");
	}

}
