package io.tcpboot.autoconfigure.metrics;

import java.util.EnumSet;
import java.util.Set;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tcpboot.CloseReason;
import io.tcpboot.HandlerEvent;
import io.tcpboot.TcpListener;
import io.tcpboot.handler.HandlerPlace;
import io.tcpboot.server.TcpServerEvent;
import io.tcpboot.server.TcpServerStartedEvent;
import io.tcpboot.server.TcpServerStoppedEvent;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Measures servers from their start to their stop: registries are there before the first
 * one, and some servers are opened at run time. In an application that ends the meters
 * stay, as registries that push do it once more.
 */
final class ServerMeters implements MeterBinder, ApplicationListener<ApplicationEvent> {

	private static final Set<HandlerEvent> EVENTS = EnumSet.complementOf(EnumSet.of(HandlerEvent.CONNECT_ERROR));

	private final ApplicationContext context;

	// Guarded by this.

	private final Measured<TcpListener<?>> measured = new Measured<>(HandlerPlace.Side.SERVER, ServerMeters::addMeters);

	private boolean closing;

	ServerMeters(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.measured.in(registry);
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof TcpServerStartedEvent started) {
			started(started);
		}
		else if (event instanceof TcpServerStoppedEvent stopped) {
			stopped(stopped);
		}
		else if (event instanceof ContextClosedEvent closed && closed.getApplicationContext() == this.context) {
			// A context below this one tells of its end, too.
			closing();
		}
	}

	private synchronized void started(TcpServerEvent event) {
		TcpListener<?> other = this.measured.get(event.name());
		if (other != null && other.isListening()) {
			// One of another context, as names are its own. Meters of a name are the
			// first one's.
			return;
		}
		// The event that tells of the stop comes by another thread, maybe later.
		this.measured.remove(event.name());
		this.measured.add(event.name(), event.listener());
	}

	private synchronized void stopped(TcpServerEvent event) {
		if (!this.closing && this.measured.get(event.name()) == event.listener()) {
			this.measured.remove(event.name());
		}
	}

	private synchronized void closing() {
		this.closing = true;
	}

	private static void addMeters(Meters<TcpListener<?>> meters) {
		addConnections(meters);
		addIncidents(meters);
		addTraffic(meters);
	}

	private static void addConnections(Meters<TcpListener<?>> meters) {
		meters.gauge("connections.active", "Sockets that are open", (listener) -> listener.sockets().size());
		meters.gauge("connections.paused", "Open sockets that are paused", TcpListener::pausedSockets);
		meters.counter("connections.opened", "Connections accepted", TcpListener::accepted);
		meters.counter("connections.rejected", "Connections refused for a limit", TcpListener::rejected);
		meters.counter("accept.failures", "Times that accepting failed", TcpListener::acceptFailures);
		for (CloseReason reason : CloseReason.values()) {
			meters.counter("connections.closed", Meters.tag("reason", reason), "Sockets that have closed",
					(listener) -> listener.closed(reason));
		}
		meters.counter("handshakes", Tags.of("outcome", "success"), "TLS handshakes", TcpListener::handshakes);
		meters.counter("handshakes", Tags.of("outcome", "failure"), "TLS handshakes", TcpListener::handshakeFailures);
	}

	private static void addIncidents(Meters<TcpListener<?>> meters) {
		for (HandlerEvent event : EVENTS) {
			meters.handlerErrors(event, (listener) -> listener.handlerErrors(event));
		}
		meters.backPressure(TcpListener::refusedWrites, TcpListener::heldReads);
	}

	private static void addTraffic(Meters<TcpListener<?>> meters) {
		meters.bytes("received", "Bytes received", TcpListener::bytesRead);
		meters.bytes("sent", "Bytes sent", TcpListener::bytesWritten);
		meters.bytesNow("pending", "Bytes that wait for a peer", TcpListener::pendingBytes);
	}

}
