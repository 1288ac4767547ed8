package io.tcpboot.autoconfigure.metrics;

import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tcpboot.HandlerEvent;
import io.tcpboot.client.ManagedClient;
import io.tcpboot.client.TcpClients;
import io.tcpboot.handler.HandlerPlace;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Measures the clients that are beans, of this context and of those below it. Those
 * connected at run time are not: unless they are given one, their name is an address, and
 * nobody knows how many there will be. In an application that ends the meters stay, as
 * registries that push do it once more.
 */
final class ClientMeters implements MeterBinder, ApplicationListener<ApplicationEvent> {

	private final ApplicationContext context;

	// Guarded by this. Registries come before the clients are known.
	private final Measured<ManagedClient<?>> measured = new Measured<>(HandlerPlace.Side.CLIENT,
			ClientMeters::addMeters);

	ClientMeters(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.measured.in(registry);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		// A context below this one tells of both, too.
		if (event instanceof ContextRefreshedEvent refreshed) {
			clients(refreshed.getApplicationContext(), this::add);
		}
		else if (event instanceof ContextClosedEvent closed && closed.getApplicationContext() != this.context) {
			clients(closed.getApplicationContext(), this::remove);
		}
	}

	private static void clients(ApplicationContext context, Consumer<ManagedClient<?>> action) {
		context.getBeansOfType(TcpClients.class, true, false)
			.values()
			.forEach((clients) -> clients.names().forEach((name) -> action.accept(clients.client(name))));
	}

	private synchronized void add(ManagedClient<?> client) {
		// Names are each context's own. Meters of a name are the first one's.
		if (this.measured.get(client.name()) == null) {
			this.measured.add(client.name(), client);
		}
	}

	private synchronized void remove(ManagedClient<?> client) {
		if (this.measured.get(client.name()) == client) {
			this.measured.remove(client.name());
		}
	}

	private static void addMeters(Meters<ManagedClient<?>> meters) {
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
