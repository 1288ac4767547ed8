package io.tcpboot.handler;

/**
 * A server is declared in a way that cannot work. Says what is wrong, and what to do.
 */
public final class InvalidTcpServerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	public InvalidTcpServerException(String description, String action) {
		super(description + " " + action);
		this.description = description;
		this.action = action;
	}

	/**
	 * Return what is wrong.
	 * @return whole sentences, naming bean and method
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Return what to do.
	 * @return whole sentences
	 */
	public String action() {
		return this.action;
	}

}
