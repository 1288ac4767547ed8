package io.tcpboot.autoconfigure.actuate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;

import io.netty.channel.unix.DomainSocketAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AddressesTests {

	@Test
	void whenAnAddressIsShownNoNameIsLookedUp() throws Exception {
		assertThat(Addresses.text(new InetSocketAddress("127.0.0.1", 7))).isEqualTo("127.0.0.1:7");
		assertThat(Addresses.text(new InetSocketAddress(InetAddress.getByName("::1"), 7))).isEqualTo("[::1]:7");
		assertThat(Addresses.text(InetSocketAddress.createUnresolved("peer", 7))).isEqualTo("peer:7");
	}

	@Test
	void whenAnAddressBeginsAsItIsWrittenItFits() throws Exception {
		InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 7);
		assertThat(Addresses.begins(address, "2001:db8:")).isTrue();
		assertThat(Addresses.begins(address, "[2001:db8::1]:7")).isTrue();
		assertThat(Addresses.begins(address, "2001:db9:")).isFalse();
		assertThat(Addresses.begins(null, "2001:")).isFalse();
	}

	@Test
	void whenASocketHasNoPortItsNameIsShown() {
		assertThat(Addresses.text(UnixDomainSocketAddress.of("/run/a.sock"))).isEqualTo("/run/a.sock");
		assertThat(Addresses.text(new DomainSocketAddress("\0a"))).isEqualTo("@a");
		assertThat(Addresses.text(null)).isNull();
	}

}
