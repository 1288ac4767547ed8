package io.tcpboot.autoconfigure.devtools;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartingEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Tells the sockets that were kept that an application has started, which may have no
 * bean of ours any more. The last of all listeners, as the others may fail.
 */
class RestartListener implements ApplicationListener<SpringApplicationEvent>, Ordered {

	@Override
	public void onApplicationEvent(SpringApplicationEvent event) {
		if (event instanceof ApplicationStartingEvent) {
			KeptSockets.shared().starting();
		}
		else if (event instanceof ApplicationReadyEvent) {
			KeptSockets.shared().ready();
		}
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

}
