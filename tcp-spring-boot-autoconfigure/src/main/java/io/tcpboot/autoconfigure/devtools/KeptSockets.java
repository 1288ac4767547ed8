package io.tcpboot.autoconfigure.devtools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.tcpboot.TcpSocket;
import io.tcpboot.handler.HandlerSet;
import org.jspecify.annotations.Nullable;

/**
 * What application contexts hand over to those that come after them. Any thread.
 *
 * <pre>
 *          keep            take           resume
 *  a context --> waiting --> taken --> the next context
 *                 |   ^________|
 *                 |   keep again: its start has failed
 *                 '--> closed: nobody took it within the grace time, or the JVM ends
 * </pre>
 */
final class KeptSockets {

	private static final KeptSockets SHARED = new KeptSockets(Duration.ofSeconds(5), Duration.ofSeconds(30));

	/** For event loops, which do not block unless a handler does. */
	private static final Duration LAST_PATIENCE = Duration.ofMillis(500);

	/** For the handlers to return. */
	private final Duration patience;

	/**
	 * Maven deletes all classes before it compiles, and the application is started
	 * without them.
	 */
	private final Duration grace;

	private final LastingLoop eventLoop = new LastingLoop();

	// Guarded by this object, all of the following.
	private final List<Kept> waiting = new ArrayList<>();

	// Done when the handlers of what is new have returned.
	private final List<CompletionStage<Void>> parked = new ArrayList<>();

	// By what was taken.
	private final Map<Object, Kept> taken = new IdentityHashMap<>();

	// Those that data may refer to.
	private final Map<String, TcpSocket<?>> socketsById = new HashMap<>();

	private final RestartReport report = new RestartReport();

	private @Nullable GraceTime graceTime;

	private int contexts;

	KeptSockets(Duration patience, Duration grace) {
		this.patience = patience;
		this.grace = grace;
	}

	/**
	 * Return those of the JVM. Only classes of one loader see the same.
	 */
	static KeptSockets shared() {
		return SHARED;
	}

	LastingLoop eventLoop() {
		return this.eventLoop;
	}

	/**
	 * Count one more context.
	 * @return whether it is to go on with what another has left
	 */
	synchronized boolean enter() {
		this.contexts++;
		return !this.waiting.isEmpty();
	}

	/**
	 * Count one context less.
	 * @param replaced whether there will be another
	 */
	void leave(boolean replaced) {
		boolean last;
		synchronized (this) {
			this.contexts--;
			if (replaced) {
				// It may have been ready, and have failed then.
				callOffGrace();
			}
			last = this.contexts == 0;
		}
		if (last && !replaced) {
			close();
		}
	}

	/**
	 * Keep something, parked from now on. What was taken and not resumed is kept on as it
	 * is.
	 * @param subject what it is about
	 * @param factory used if it is new
	 */
	void keep(Object subject, Supplier<Kept> factory) {
		Kept before = takeBack(subject);
		if (before == null) {
			add(factory.get());
		}
	}

	private synchronized @Nullable Kept takeBack(Object subject) {
		callOffGrace();
		Kept before = this.taken.remove(subject);
		if (before != null) {
			this.waiting.add(before);
		}
		return before;
	}

	private synchronized void add(Kept kept) {
		this.waiting.add(kept);
		this.parked.add(kept.park());
	}

	/**
	 * Wait for user code to return, and put data aside.
	 */
	void settle() {
		await(all(beginRestart()), this.patience);
		List<Kept> kept = waiting();
		await(all(kept.stream().map(Kept::parkSockets).toList()), LAST_PATIENCE);
		kept.forEach(this::settle);
		await(this.eventLoop.leave(), LAST_PATIENCE);
	}

	private synchronized List<CompletionStage<Void>> beginRestart() {
		this.report.restart();
		List<CompletionStage<Void>> parked = List.copyOf(this.parked);
		this.parked.clear();
		return parked;
	}

	private synchronized List<Kept> waiting() {
		return List.copyOf(this.waiting);
	}

	private static CompletionStage<Void> all(List<? extends CompletionStage<Void>> stages) {
		return CompletableFuture
			.allOf(stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
	}

	private synchronized void settle(Kept kept) {
		long busy = kept.settle();
		if (busy > 0) {
			this.report.busy(kept, busy, this.patience);
		}
		kept.sockets().forEach((socket) -> this.socketsById.put(socket.id(), socket));
	}

	private static void await(CompletionStage<Void> stage, Duration patience) {
		try {
			stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			// Who is late is found out and told of one by one.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Take the first of a kind that waits.
	 */
	synchronized <K extends Kept> @Nullable K take(Class<K> type, Predicate<K> wanted) {
		K kept = remove(type, wanted);
		if (kept != null) {
			this.taken.put(kept.subject(), kept);
		}
		return kept;
	}

	private synchronized <K extends Kept> @Nullable K remove(Class<K> type, Predicate<K> wanted) {
		K kept = this.waiting.stream()
			.filter(type::isInstance)
			.map(type::cast)
			.filter((candidate) -> candidate.isAlive() && wanted.test(candidate))
			.findFirst()
			.orElse(null);
		this.waiting.remove(kept);
		return kept;
	}

	/**
	 * Close the first of a kind that waits, before its time.
	 */
	<K extends Kept> void giveUp(Class<K> type, Predicate<K> unwanted) {
		K kept = remove(type, unwanted);
		if (kept != null) {
			this.report.givenUp(kept);
			kept.close();
		}
	}

	synchronized void resume(Object subject, HandlerSet handlers, ClassLoader loader) {
		Kept kept = this.taken.remove(subject);
		if (kept == null) {
			throw new IllegalStateException(subject + ": was not taken");
		}
		this.eventLoop.enter(loader);
		Collection<DataFailure> lost = kept.resume(handlers, loader, this.socketsById::get);
		this.report.resumed(kept);
		this.report.lost(kept, lost, handlers.handlers().handlesReload());
	}

	/**
	 * An application starts: whatever waits, waits for it.
	 */
	synchronized void starting() {
		callOffGrace();
	}

	/**
	 * The application has started: what waits now is not wanted, it seems.
	 */
	synchronized void ready() {
		callOffGrace();
		if (this.waiting.isEmpty()) {
			this.socketsById.clear();
		}
		this.report.ready(this.waiting, this.grace);
		if (!this.waiting.isEmpty() || this.contexts == 0) {
			this.graceTime = GraceTime.begin(this.grace, this::endGrace);
		}
	}

	private void callOffGrace() {
		if (this.graceTime != null) {
			this.graceTime.callOff();
			this.graceTime = null;
		}
	}

	private void endGrace(GraceTime ended) {
		List<Kept> unwanted;
		boolean unused;
		synchronized (this) {
			// It may have been called off a moment ago.
			if (ended != this.graceTime) {
				return;
			}
			unwanted = drain();
			this.socketsById.clear();
			unused = this.contexts == 0;
		}
		unwanted.forEach(Kept::close);
		if (unused) {
			this.eventLoop.close();
		}
	}

	/**
	 * Close all that waits.
	 */
	void closeWaiting() {
		drain().forEach(Kept::close);
	}

	private synchronized List<Kept> drain() {
		List<Kept> all = new ArrayList<>(this.waiting);
		this.waiting.clear();
		return all;
	}

	/**
	 * Close everything: there will be no other context.
	 */
	void close() {
		synchronized (this) {
			callOffGrace();
			this.waiting.addAll(this.taken.values());
			this.taken.clear();
		}
		closeWaiting();
		this.eventLoop.close();
	}

}
