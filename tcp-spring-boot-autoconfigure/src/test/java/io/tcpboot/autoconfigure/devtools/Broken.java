package io.tcpboot.autoconfigure.devtools;

/**
 * Sources of a bean called so, with which no application starts.
 */
final class Broken {

	/** Fails before servers have started. */
	static final String BEAN = """
			@Component
			class Broken {

				@PostConstruct
				void construct() {
					throw new IllegalStateException("not today");
				}

			}
			""";

	/** Fails when servers have started, and serve. */
	static final String RUNNER = runner("new IllegalStateException(\"not today\")");

	/** Fails then, and asks for the end of the process. */
	static final String EXITING_RUNNER = runner("new ExitCode()") + """

			class ExitCode extends RuntimeException implements ExitCodeGenerator {

				@Override
				public int getExitCode() {
					return 7;
				}

			}
			""";

	private Broken() {
	}

	private static String runner(String exception) {
		return """
				@Component
				class Broken implements ApplicationRunner {

					@Override
					public void run(ApplicationArguments arguments) {
						throw %s;
					}

				}
				""".formatted(exception);
	}

}
