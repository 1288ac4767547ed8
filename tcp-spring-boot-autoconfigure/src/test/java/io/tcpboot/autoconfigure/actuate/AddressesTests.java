package io.tcpboot.autoconfigure.actuate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;

import io.netty.channel.unix.DomainSocketAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressesTests {

	@Test
	void whenAnAddressIsShownNoNameIsLookedUp() throws Exception {
		assertThat(Addresses.text(new InetSocketAddress("127.0.0.1", 7))).isEqualTo("127.0.0.1:7");
		assertThat(Addresses.text(new InetSocketAddress(InetAddress.getByName("::1"), 7)))
			.isEqualTo("[0:0:0:0:0:0:0:1]:7");
		assertThat(Addresses.text(InetSocketAddress.createUnresolved("peer", 7))).isEqualTo("peer:7");
	}

	@Test
	void whenASocketHasNoPortItsNameIsShown() {
		assertThat(Addresses.text(UnixDomainSocketAddress.of("/run/a.sock"))).isEqualTo("/run/a.sock");
		assertThat(Addresses.text(new DomainSocketAddress("\0a"))).isEqualTo("@a");
		assertThat(Addresses.text(null)).isNull();
	}

	@Test
	void whenAskedWhatItBeginsWithThePortCountsToo() {
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", 78);
		assertThat(List.of("", "127.0.0.", "127.0.0.1", "127.0.0.1:", "127.0.0.1:7", "127.0.0.1:78"))
			.allMatch((beginning) -> Addresses.startsWith(address, beginning));
		assertThat(List.of("27.", "127.0.0.10", "127.0.0.1:8", "127.0.0.1:789", "127.0.0.2"))
			.noneMatch((beginning) -> Addresses.startsWith(address, beginning));
		assertThat(Addresses.startsWith(UnixDomainSocketAddress.of("/run/a.sock"), "/run/")).isTrue();
		assertThat(Addresses.startsWith(null, "")).isFalse();
	}

}
