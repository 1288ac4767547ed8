package io.tcpboot.autoconfigure.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * Who may know the peers. What they are called is personal data.
 *
 * @param show when
 * @param roles the roles of which one is needed, empty for any
 */
record Peers(Show show, Set<String> roles) {

	boolean areShown(SecurityContext security) {
		return this.show.isShown(security, this.roles);
	}

}
