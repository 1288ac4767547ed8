package io.tcpboot.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/**
 * Bytes that the threads of a JVM allocated, as it counts them itself: exact to the byte,
 * whether or not there was a collection.
 */
final class AllocationCounter implements AutoCloseable {

	/**
	 * The agent's remote objects shall be reached over loopback whatever the machine is
	 * called.
	 */
	static final String OPTION = "-Djava.rmi.server.hostname=127.0.0.1";

	private final JMXConnector connector;

	private final ThreadMXBean threads;

	private AllocationCounter(JMXConnector connector) throws IOException {
		this.connector = connector;
		this.threads = ManagementFactory.newPlatformMXBeanProxy(connector.getMBeanServerConnection(),
				ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
	}

	static AllocationCounter attach(PeerProcess server) throws IOException {
		return new AllocationCounter(JMXConnectorFactory.connect(new JMXServiceURL(startAgent(server))));
	}

	private static String startAgent(PeerProcess server) throws IOException {
		try {
			VirtualMachine machine = VirtualMachine.attach(Long.toString(server.pid()));
			try {
				return machine.startLocalManagementAgent();
			}
			finally {
				machine.detach();
			}
		}
		catch (AttachNotSupportedException ex) {
			throw new IOException(ex);
		}
	}

	long allocatedBytes() {
		long[] ids = this.threads.getAllThreadIds();
		long[] bytes = this.threads.getThreadAllocatedBytes(ids);
		ThreadInfo[] infos = this.threads.getThreadInfo(ids);
		long sum = 0;
		for (int i = 0; i < ids.length; i++) {
			sum += (infos[i] != null && !isObserver(infos[i].getThreadName())) ? bytes[i] : 0;
		}
		return sum;
	}

	/** Threads that work for the observation itself. */
	private static boolean isObserver(String thread) {
		return thread.startsWith("RMI ") || thread.startsWith("JMX ") || thread.startsWith("Attach ");
	}

	@Override
	public void close() throws IOException {
		this.connector.close();
	}

}
