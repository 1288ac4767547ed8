package io.tcpboot.server;

import io.tcpboot.TcpListener;

import org.springframework.context.ApplicationEvent;

/**
 * Something has happened to a server of the application.
 */
public abstract class TcpServerEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final String name;

	TcpServerEvent(String name, TcpListener<?> listener) {
		super(listener);
		this.name = name;
	}

	/**
	 * Return which server it is.
	 * @return the name of the server
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the server's listener: its address, its sockets, its counters.
	 * @return the listener
	 */
	public TcpListener<?> listener() {
		return (TcpListener<?>) getSource();
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "[" + this.name + "]";
	}

}
