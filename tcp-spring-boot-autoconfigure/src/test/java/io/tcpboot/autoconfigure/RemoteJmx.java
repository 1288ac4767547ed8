package io.tcpboot.autoconfigure;

import java.io.IOException;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.util.Map;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;

/**
 * Asks the platform's MBean server as jconsole does: over RMI, on a port of this machine
 * only.
 */
final class RemoteJmx implements AutoCloseable {

	private final JMXConnectorServer server;

	private final JMXConnector connector;

	RemoteJmx() {
		Loopback loopback = new Loopback();
		Map<String, ?> environment = Map.of(RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE, loopback,
				RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE, loopback);
		try {
			this.server = JMXConnectorServerFactory.newJMXConnectorServer(new JMXServiceURL("service:jmx:rmi://"),
					environment, ManagementFactory.getPlatformMBeanServer());
			this.server.start();
			this.connector = JMXConnectorFactory.connect(this.server.getAddress());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	MBeanServerConnection connection() throws IOException {
		return this.connector.getMBeanServerConnection();
	}

	@Override
	public void close() throws IOException {
		this.connector.close();
		this.server.stop();
	}

	private static final class Loopback implements RMIServerSocketFactory, RMIClientSocketFactory, Serializable {

		private static final long serialVersionUID = 1L;

		@Override
		public ServerSocket createServerSocket(int port) throws IOException {
			return new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
		}

		@Override
		public Socket createSocket(String host, int port) throws IOException {
			return new Socket(InetAddress.getLoopbackAddress(), port);
		}

		// Equal ones share a port.

		@Override
		public boolean equals(Object other) {
			return other instanceof Loopback;
		}

		@Override
		public int hashCode() {
			return 1;
		}

	}

}
