package io.tcpboot;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.ByteBuf;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what happens to sockets, in order: "open", "data hello", "drain", "end",
 * "close PEER_END", "error message", "timeout", "reload", "connectError REFUSED".
 */
final class Events {

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final List<TcpSocket<String>> opened = new CopyOnWriteArrayList<>();

	/**
	 * Return a builder whose handlers only write down; a test replaces those it needs.
	 */
	SocketHandlers.Builder<String> handlers() {
		return SocketHandlers.<String>builder()
			.open(this::open)
			.data(this::data)
			.drain((socket) -> add("drain"))
			.end((socket) -> add("end"))
			.timeout((socket) -> add("timeout"))
			.reload((socket) -> add("reload"))
			.error((socket, cause) -> add("error " + cause.getMessage()))
			.connectError((socket, cause) -> add("connectError " + cause.kind()))
			.close((socket, reason) -> add("close " + reason));
	}

	void open(TcpSocket<String> socket) {
		this.opened.add(socket);
		add("open");
	}

	void data(TcpSocket<String> socket, ByteBuf bytes) {
		add("data " + bytes.toString(StandardCharsets.UTF_8));
	}

	void add(String event) {
		this.events.add(event);
	}

	List<String> all() {
		return this.events;
	}

	long count(String prefix) {
		return this.events.stream().filter((event) -> event.startsWith(prefix)).count();
	}

	/**
	 * Return what the data events show, put together.
	 */
	String received() {
		StringBuilder text = new StringBuilder();
		this.events.stream()
			.filter((event) -> event.startsWith("data "))
			.forEach((event) -> text.append(event, 5, event.length()));
		return text.toString();
	}

	/**
	 * Return everything so far, with neighbouring data events put together.
	 */
	List<String> story() {
		List<String> story = new ArrayList<>();
		for (String event : this.events) {
			int last = story.size() - 1;
			if (event.startsWith("data ") && last >= 0 && story.get(last).startsWith("data ")) {
				story.set(last, story.get(last) + event.substring(5));
			}
			else {
				story.add(event);
			}
		}
		return story;
	}

	/**
	 * Wait until the data events, put together, show this text.
	 */
	void awaitReceived(String text) {
		until(() -> received().equals(text), () -> "not '" + text + "' in " + this.events);
	}

	/**
	 * Wait for the event, and return everything so far.
	 */
	List<String> await(String event) {
		until(() -> this.events.contains(event), () -> "no '" + event + "' in " + this.events);
		return this.events;
	}

	/**
	 * Wait for a close, and return everything so far.
	 */
	List<String> awaitClose() {
		until(() -> count("close") > 0, () -> "no close in " + this.events);
		return this.events;
	}

	/**
	 * Wait for the first socket to open.
	 */
	TcpSocket<String> socket() {
		return socket(0);
	}

	TcpSocket<String> socket(int index) {
		until(() -> this.opened.size() > index, () -> "only " + this.opened.size() + " sockets");
		return this.opened.get(index);
	}

	/**
	 * Wait for a condition.
	 */
	static void until(java.util.concurrent.Callable<Boolean> condition) {
		until(condition, () -> "condition not met");
	}

	static void until(java.util.concurrent.Callable<Boolean> condition,
			java.util.function.Supplier<@Nullable String> otherwise) {
		try {
			Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(2)).until(condition);
		}
		catch (org.awaitility.core.ConditionTimeoutException ex) {
			throw new AssertionError(otherwise.get(), ex);
		}
	}

}
