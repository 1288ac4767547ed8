package io.tcpboot.handler;

import java.util.Locale;

import io.tcpboot.HandlerEvent;

/**
 * Where the handlers of one event are called: of which server or client.
 *
 * @param side whether it is a server
 * @param name name of the server or client
 * @param event what they are called for
 */
public record HandlerPlace(Side side, String name, HandlerEvent event) {

	/**
	 * Return the event as meters have it.
	 * @return {@code open}, {@code data} …
	 */
	public String eventTag() {
		return this.event.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Who listens, and who connects.
	 */
	public enum Side {

		/** It listens. */
		SERVER,

		/** It connects. */
		CLIENT;

		/**
		 * Return the side as meters have it.
		 * @return {@code server} or {@code client}
		 */
		public String tag() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
