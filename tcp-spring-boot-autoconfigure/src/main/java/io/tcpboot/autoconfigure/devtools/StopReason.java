package io.tcpboot.autoconfigure.devtools;

import java.lang.StackWalker.StackFrame;
import java.util.stream.Stream;

/**
 * Why an application context is stopping, as the stack of the thread that stops it tells:
 * DevTools has neither an event nor a state that says so in time. Should one of these
 * methods be renamed, the answer is {@link #CLOSE}, and sockets close.
 */
enum StopReason {

	/** DevTools replaces it by a new one. */
	RESTART,

	/** It could not be started. */
	FAILED_START,

	/** Neither: it ends. */
	CLOSE;

	/**
	 * Return why the calling thread stops an application context.
	 */
	static StopReason current() {
		return StackWalker.getInstance().walk(StopReason::of);
	}

	private static StopReason of(Stream<StackFrame> frames) {
		// A context that fails may be stopped by a restart of another: that goes before.
		return frames.map(StopReason::of).min(Enum::compareTo).orElse(CLOSE);
	}

	private static StopReason of(StackFrame frame) {
		return switch (frame.getMethodName()) {
			case "stop" -> isIn(frame, "org.springframework.boot.devtools.restart.Restarter") ? RESTART : CLOSE;
			case "refresh" ->
				isIn(frame, "org.springframework.context.support.AbstractApplicationContext") ? FAILED_START : CLOSE;
			case "handleRunFailure" -> isIn(frame, "org.springframework.boot.SpringApplication") ? FAILED_START : CLOSE;
			default -> CLOSE;
		};
	}

	private static boolean isIn(StackFrame frame, String type) {
		return frame.getClassName().equals(type);
	}

}
