package io.tcpboot.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.tcpboot.TcpEventLoop;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Measures the event loop and the memory of its buffers, when it is made: that is when
 * the first server or client needs it.
 */
final class EventLoopMeters implements MeterBinder, BeanPostProcessor {

	// Guarded by this.
	private final List<MeterRegistry> registries = new ArrayList<>();

	// Written by whoever holds this.
	private final List<TcpEventLoop> eventLoops = new CopyOnWriteArrayList<>();

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof TcpEventLoop eventLoop) {
			made(eventLoop);
		}
		return bean;
	}

	private synchronized void made(TcpEventLoop eventLoop) {
		this.eventLoops.add(eventLoop);
		this.registries.forEach((registry) -> measure(eventLoop, registry));
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.eventLoops.forEach((eventLoop) -> measure(eventLoop, registry));
	}

	private void measure(TcpEventLoop eventLoop, MeterRegistry registry) {
		FunctionCounter.builder("tcp.eventloop.blocked", this, EventLoopMeters::blockedCallbacks)
			.description("Callbacks that have kept a thread for too long")
			.register(registry);
		new NettyEventExecutorMetrics(eventLoop.executors()).bindTo(registry);
		if (ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator) {
			new NettyAllocatorMetrics(allocator).bindTo(registry);
		}
	}

	private long blockedCallbacks() {
		return this.eventLoops.stream().mapToLong(TcpEventLoop::blockedCallbacks).sum();
	}

}
