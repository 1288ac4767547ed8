package io.tcpboot.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/**
 * Tells that the application takes no more traffic. A web application has told it before,
 * and nobody else would.
 */
final class Readiness {

	private static final Logger logger = LoggerFactory.getLogger(Readiness.class);

	private final ApplicationContext context;

	private boolean refused;

	Readiness(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Refuse traffic, unless it is refused already.
	 */
	synchronized void refuse() {
		if (!isRefused()) {
			this.refused = true;
			publish(ReadinessState.REFUSING_TRAFFIC);
		}
	}

	/**
	 * Take back the refusal, if there was one: at the start of an application this is not
	 * ours to say, but when it is stopped and started again nobody else does.
	 */
	synchronized void accept() {
		if (this.refused) {
			this.refused = false;
			publish(ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	private boolean isRefused() {
		ApplicationAvailability availability = this.context.getBeanProvider(ApplicationAvailability.class)
			.getIfAvailable();
		return availability != null && availability.getState(ReadinessState.class) == ReadinessState.REFUSING_TRAFFIC;
	}

	private void publish(ReadinessState state) {
		try {
			AvailabilityChangeEvent.publish(this.context, state);
		}
		catch (RuntimeException ex) {
			// It must not keep the servers from stopping.
			logger.warn("A listener of {} failed", state, ex);
		}
	}

}
