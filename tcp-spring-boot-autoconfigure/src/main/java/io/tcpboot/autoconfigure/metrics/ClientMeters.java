package io.tcpboot.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tcpboot.HandlerEvent;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.client.TcpClients;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Measures the clients that are beans. Those connected at run time are not: unless they
 * are given one, their name is an address, and nobody knows how many there will be.
 */
final class ClientMeters implements MeterBinder, ApplicationListener<ContextRefreshedEvent> {

	private final TcpClients clients;

	// Guarded by this. They come before the clients are known.
	private final List<MeterRegistry> waiting = new ArrayList<>();

	private boolean refreshed;

	ClientMeters(TcpClients clients) {
		this.clients = clients;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		if (this.refreshed) {
			measureAll(registry);
		}
		else {
			this.waiting.add(registry);
		}
	}

	@Override
	public synchronized void onApplicationEvent(ContextRefreshedEvent event) {
		this.refreshed = true;
		this.waiting.forEach(this::measureAll);
		this.waiting.clear();
	}

	private void measureAll(MeterRegistry registry) {
		this.clients.names().forEach((name) -> measure(this.clients.client(name), registry));
	}

	private static void measure(ManagedClient<?> client, MeterRegistry registry) {
		Meters<ManagedClient<?>> meters = new Meters<>(registry, client, "tcp.client.",
				Tags.of("client", client.name()));
		meters.gauge("connections.active", "Sockets that are open, 0 or 1", (it) -> (it.peek() != null) ? 1 : 0);
		meters.gauge("failures", "Attempts in a row that went wrong", ManagedClient::failures);
		meters.counter("attempts", "Attempts to connect", ManagedClient::attempts);
		for (HandlerEvent handlerEvent : HandlerEvent.values()) {
			meters.handlerErrors(handlerEvent, (it) -> it.totals().handlerErrors(handlerEvent));
		}
		meters.backPressure((it) -> it.totals().refusedWrites(), (it) -> it.totals().heldReads());
		meters.bytes("received", "Bytes received", (it) -> it.totals().bytesRead());
		meters.bytes("sent", "Bytes sent", (it) -> it.totals().bytesWritten());
		meters.bytesNow("pending", "Bytes that wait for the peer", (it) -> it.totals().pendingBytes());
	}

}
