package io.tcpboot.autoconfigure.devtools;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What the stack says of a context that stops: if a new version of Spring Boot, of its
 * DevTools or of Spring has other methods, this is where it shows.
 */
class StopReasonTests {

	private final List<StopReason> reasons = new ArrayList<>();

	@Test
	void whenDevToolsRestartsItIsARestart() {
		new OpenRestarter(refreshed()).stopContexts();
		assertThat(this.reasons).containsExactly(StopReason.RESTART);
	}

	@Test
	void whenContextIsClosedItIsAClose() {
		refreshed().close();
		assertThat(this.reasons).containsExactly(StopReason.CLOSE);
	}

	@Test
	void whenRefreshFailsItIsAFailedStart() {
		GenericApplicationContext context = context();
		context.registerBean(Failing.class);
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(context::refresh);
		assertThat(this.reasons).containsExactly(StopReason.FAILED_START);
	}

	@Test
	void whenARunnerFailsItIsAFailedStart() {
		SpringApplication application = new SpringApplication(StopReasonTests.class);
		application.setApplicationContextFactory((type) -> context());
		application.addInitializers((context) -> ((GenericApplicationContext) context)
			.registerBean(ApplicationRunner.class, () -> (arguments) -> {
				throw new IllegalStateException("no application today");
			}));
		assertThatIllegalStateException().isThrownBy(application::run);
		assertThat(this.reasons).containsExactly(StopReason.FAILED_START);
	}

	private GenericApplicationContext refreshed() {
		GenericApplicationContext context = context();
		context.refresh();
		return context;
	}

	private GenericApplicationContext context() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean("witness", Witness.class, () -> () -> this.reasons.add(StopReason.current()));
		return context;
	}

	/**
	 * Sees how it is destroyed.
	 */
	interface Witness extends AutoCloseable {

		@Override
		void close();

	}

	static class Failing {

		Failing(Witness witness) {
			throw new IllegalStateException("not today");
		}

	}

	private static final class OpenRestarter extends Restarter {

		@SuppressWarnings("unchecked")
		OpenRestarter(GenericApplicationContext context) {
			super(new Thread(() -> {
			}), new String[0], false, (thread) -> null);
			((List<Object>) ReflectionTestUtils.getField(this, "rootContexts")).add(context);
		}

		void stopContexts() {
			try {
				stop();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
