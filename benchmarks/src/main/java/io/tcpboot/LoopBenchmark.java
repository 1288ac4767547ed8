package io.tcpboot;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.DefaultThreadFactory;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How everything is measured that happens on an event loop. Without Netty's leak
 * sampling, to see what else allocates. On a thread of Netty's kind, as event loops are:
 * on any other, Netty pools neither buffers nor the entries of its queues, and a
 * benchmark shows garbage that no server makes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = { "-Dio.netty.leakDetection.level=disabled", "-Djmh.executor=CUSTOM",
		"-Djmh.executor.class=io.tcpboot.LoopBenchmark$Threads" })
public abstract class LoopBenchmark {

	/**
	 * Makes the threads that JMH runs benchmarks on.
	 */
	public static final class Threads extends ThreadPoolExecutor {

		/**
		 * Called by JMH.
		 * @param maxThreads how many it wants at most
		 * @param prefix of the names of the threads
		 */
		public Threads(int maxThreads, String prefix) {
			super(maxThreads, maxThreads, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(),
					new DefaultThreadFactory(prefix, true));
		}

	}

}
