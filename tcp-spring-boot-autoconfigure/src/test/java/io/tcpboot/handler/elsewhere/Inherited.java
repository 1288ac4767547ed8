package io.tcpboot.handler.elsewhere;

import io.tcpboot.annotation.OnData;

/**
 * Has a method that subclasses of another package cannot override.
 */
public class Inherited {

	@OnData
	void data() {
	}

}
