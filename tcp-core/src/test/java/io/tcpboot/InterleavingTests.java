package io.tcpboot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.tcpboot.Interleaving.Pace;
import io.tcpboot.Interleaving.Step;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of every order in which data, FIN, reset, writes, pauses and the ways to close
 * can meet, and of the rules that hold in all of them.
 */
class InterleavingTests {

	private static final int STEPS = Integer.getInteger("tcp.test.steps", 3);

	private static final Set<Step> ENDS = EnumSet.of(Step.PEER_FINISHES, Step.PEER_RESETS, Step.END, Step.CLOSE,
			Step.TERMINATE);

	private static TcpListener<Interleaving> fullClose;

	private static TcpListener<Interleaving> halfOpen;

	@BeforeAll
	static void listen() {
		fullClose = TestLoop.listen(Interleaving.handlers());
		halfOpen = TestLoop.listen(SocketOptions.builder().allowHalfOpen(true).build(), Interleaving.handlers());
	}

	@AfterAll
	static void close() {
		fullClose.close();
		halfOpen.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("orders")
	@DisplayName("B28 B29 every order of steps: one open, one close as the last, and no byte lost that could arrive")
	void whenStepsMeetInAnyOrderTheRulesHold(Order order) throws Exception {
		TcpListener<Interleaving> listener = (order.halfOpen) ? halfOpen : fullClose;
		Interleaving run = new Interleaving(order.pace);
		listener.initialData(() -> run);
		run.run(listener.port(), order.steps);
		assertThat(listener.sockets()).isEmpty();
		new Rules(order, run).check();
	}

	static Stream<Order> orders() {
		List<Order> orders = new ArrayList<>();
		for (List<Step> steps : sequences(List.of(), STEPS)) {
			for (Pace pace : Pace.values()) {
				orders.add(new Order(false, pace, steps));
				orders.add(new Order(true, pace, steps));
			}
		}
		return orders.stream();
	}

	private static List<List<Step>> sequences(List<Step> begin, int more) {
		List<List<Step>> sequences = new ArrayList<>();
		for (Step next : Step.values()) {
			if (more > 0 && makesSense(begin, next)) {
				List<Step> sequence = new ArrayList<>(begin);
				sequence.add(next);
				sequences.add(sequence);
				sequences.addAll(sequences(sequence, more - 1));
			}
		}
		return sequences;
	}

	private static boolean makesSense(List<Step> before, Step next) {
		boolean paused = before.lastIndexOf(Step.PAUSE) > before.lastIndexOf(Step.RESUME);
		boolean finished = before.contains(Step.PEER_FINISHES) || before.contains(Step.PEER_RESETS);
		return switch (next) {
			case PEER_SENDS -> !finished && Collections.frequency(before, next) < 2;
			case PEER_FINISHES -> !finished;
			case PEER_RESETS -> !before.contains(next);
			case WRITE -> Collections.frequency(before, next) < 2;
			case END, CLOSE, TERMINATE -> !before.contains(next);
			case PAUSE -> !paused;
			case RESUME -> paused;
		};
	}

	/**
	 * What is to happen to a connection.
	 */
	record Order(boolean halfOpen, Pace pace, List<Step> steps) {

		boolean has(Step step) {
			return this.steps.contains(step);
		}

		/**
		 * Return whether this step is over before anything else can end the connection.
		 */
		boolean surelyBeginsTheEndWith(Step step) {
			return this.pace == Pace.SETTLED
					&& this.steps.stream().filter(ENDS::contains).findFirst().filter(step::equals).isPresent();
		}

		@Override
		public String toString() {
			return this.pace + ((this.halfOpen) ? ", half-open: " : ": ") + this.steps;
		}

	}

	/**
	 * What must be true of any connection.
	 */
	private static final class Rules {

		private final Order order;

		private final Interleaving run;

		private final List<String> events;

		Rules(Order order, Interleaving run) {
			this.order = order;
			this.run = run;
			this.events = run.events();
		}

		void check() {
			checkEvents();
			checkInput();
			checkOutput();
			assertThat(reasons()).contains(this.run.socket().closeReason());
		}

		private void checkEvents() {
			List<String> told = this.events.stream().filter((event) -> !event.startsWith(">")).toList();
			assertThat(told).startsWith("open").endsWith("close").containsOnlyOnce("open", "close");
			assertThat(told).containsAnyOf("open").isSubsetOf("open", "data", "end", "close");
			assertThat(Collections.frequency(told, "end")).isLessThan(2);
			assertThat(after("> CLOSE")).doesNotContain("data", "end");
			assertThat(after("> TERMINATE")).doesNotContain("data", "end");
			assertThat(after("end")).doesNotContain("data");
		}

		private void checkInput() {
			assertThat(this.run.peerSent()).startsWith(this.run.received());
			boolean cutOff = this.order.has(Step.CLOSE) || this.order.has(Step.TERMINATE);
			if (!cutOff && !this.order.has(Step.PEER_RESETS)) {
				assertThat(this.events).contains("end");
			}
			boolean onlyReset = this.order.steps.stream()
				.allMatch(EnumSet.of(Step.PEER_SENDS, Step.PEER_RESETS, Step.PAUSE, Step.RESUME)::contains);
			if (onlyReset || this.events.contains("end")) {
				assertThat(this.run.received()).isEqualTo(this.run.peerSent());
			}
		}

		private void checkOutput() {
			TcpSocket<?> socket = this.run.socket();
			assertThat(socket.pendingBytes()).isZero();
			assertThat(socket.isOpen()).isFalse();
			assertThat(this.run.accepted()).startsWith(this.run.peerReceived());
			if (!this.order.has(Step.TERMINATE) && !this.order.has(Step.PEER_RESETS)) {
				assertThat(this.run.peerSawReset()).as("reset").isFalse();
				assertThat(this.run.peerReceived()).isEqualTo(this.run.accepted());
				assertThat(socket.bytesWritten()).isEqualTo(this.run.accepted().length());
			}
			if (this.order.surelyBeginsTheEndWith(Step.TERMINATE) && !this.order.has(Step.PEER_RESETS)) {
				assertThat(this.run.peerSawReset()).as("reset").isTrue();
			}
		}

		private Set<CloseReason> reasons() {
			if (this.order.surelyBeginsTheEndWith(Step.TERMINATE)) {
				return EnumSet.of(CloseReason.TERMINATED);
			}
			boolean cut = this.order.has(Step.TERMINATE) || this.order.has(Step.PEER_RESETS);
			if (!cut && this.order.surelyBeginsTheEndWith(Step.PEER_FINISHES) && !this.order.has(Step.PAUSE)) {
				return EnumSet.of(CloseReason.PEER_END);
			}
			boolean endsHere = this.order.has(Step.END) || this.order.has(Step.CLOSE);
			if (!cut && (this.order.surelyBeginsTheEndWith(Step.END)
					|| this.order.surelyBeginsTheEndWith(Step.CLOSE))) {
				return EnumSet.of(CloseReason.LOCAL_END);
			}
			return possibleReasons(endsHere);
		}

		private Set<CloseReason> possibleReasons(boolean endsHere) {
			boolean reset = this.order.has(Step.PEER_RESETS);
			Set<CloseReason> reasons = EnumSet.noneOf(CloseReason.class);
			if (reset) {
				reasons.add(CloseReason.RESET);
			}
			if (this.order.has(Step.TERMINATE)) {
				reasons.add(CloseReason.TERMINATED);
			}
			boolean peerFinishes = this.order.has(Step.PEER_FINISHES) || !reset;
			if (peerFinishes) {
				reasons.add(CloseReason.PEER_END);
			}
			if (endsHere || (this.order.halfOpen && peerFinishes)) {
				reasons.add(CloseReason.LOCAL_END);
			}
			return reasons;
		}

		private List<String> after(String event) {
			int index = this.events.indexOf(event);
			return (index < 0) ? List.of() : this.events.subList(index, this.events.size());
		}

	}

}
