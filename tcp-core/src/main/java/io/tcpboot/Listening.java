package io.tcpboot;

import java.util.Objects;

/**
 * With which options a listener listens, and where: what a reload of options replaces as
 * a whole.
 *
 * @param options what new connections get
 * @param place where they come in
 */
record Listening(ServerOptions options, ListenerPlace place) {

	String name() {
		String name = this.options.name();
		return (name != null) ? name : target();
	}

	/**
	 * Return the whole address, for the log.
	 */
	String target() {
		String host = (this.options.host() != null) ? this.options.host() : "*";
		return (this.options.isUnix()) ? toString() : host + ":" + port();
	}

	int port() {
		return this.place.port();
	}

	/**
	 * Return whether these options can be followed without another listening channel.
	 */
	boolean isAt(ServerOptions wanted) {
		return isSamePort(wanted) && Objects.equals(wanted.host(), this.options.host()) && isSameFile(wanted)
				&& isSameChannel(wanted);
	}

	private boolean isSamePort(ServerOptions wanted) {
		return wanted.port() == this.options.port() || wanted.port() == port();
	}

	private boolean isSameFile(ServerOptions wanted) {
		return Objects.equals(wanted.path(), this.options.path())
				&& Objects.equals(wanted.abstractName(), this.options.abstractName())
				&& Objects.equals(wanted.permissions(), this.options.permissions());
	}

	/**
	 * Return whether the kernel is told the same of the channel, once and for all.
	 */
	private boolean isSameChannel(ServerOptions wanted) {
		return wanted.backlog() == this.options.backlog() && wanted.reusePort() == this.options.reusePort()
				&& wanted.socket().receiveBufferSize() == this.options.socket().receiveBufferSize();
	}

	/**
	 * Return the options with the port to bind: any free port, asked for again, is the
	 * one there is.
	 */
	ServerOptions toBind(ServerOptions wanted) {
		boolean keepsPort = wanted.port() == 0 && this.options.port() == 0
				&& Objects.equals(wanted.host(), this.options.host());
		return (keepsPort) ? wanted.toBuilder().port(port()).build() : wanted;
	}

	/**
	 * Return the options with the port that there is.
	 */
	ServerOptions toBindAgain() {
		return (this.options.isUnix()) ? this.options : this.options.toBuilder().port(port()).build();
	}

	/**
	 * Return whether it may be this listener itself that has the address.
	 */
	boolean mayHold(ServerOptions wanted) {
		if (this.options.isUnix() || wanted.isUnix()) {
			return Objects.equals(wanted.path(), this.options.path())
					&& Objects.equals(wanted.abstractName(), this.options.abstractName());
		}
		return wanted.port() == port();
	}

	/**
	 * Return port, path or abstract name.
	 */
	@Override
	public String toString() {
		if (this.options.abstractName() != null) {
			return "@" + this.options.abstractName();
		}
		return (this.options.path() != null) ? this.options.path().toString() : "port " + port();
	}

}
