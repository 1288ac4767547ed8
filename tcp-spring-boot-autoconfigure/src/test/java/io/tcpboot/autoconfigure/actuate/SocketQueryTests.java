package io.tcpboot.autoconfigure.actuate;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SocketQueryTests {

	private final TcpSocket<?> first = socket("9", 30, 1, 500, 7);

	private final TcpSocket<?> second = socket("10", 20, 3, 0, 9);

	private final TcpSocket<?> third = socket("11", 10, 2, 2000, 8);

	private static TcpSocket<?> socket(String id, int age, int idle, long pending, long bytes) {
		TcpSocket<?> socket = mock();
		given(socket.id()).willReturn(id);
		given(socket.openedAt()).willReturn(Instant.EPOCH.minusSeconds(age));
		given(socket.idleFor()).willReturn(Duration.ofSeconds(idle));
		given(socket.pendingBytes()).willReturn(pending);
		given(socket.bytesRead()).willReturn(bytes);
		given(socket.bytesWritten()).willReturn(1L);
		given(socket.remoteAddress()).willReturn(new InetSocketAddress("127.0.0." + id, 7));
		return socket;
	}

	private List<TcpSocket<?>> sorted(@Nullable String sort, @Nullable String remote, @Nullable String idleFor,
			@Nullable String minPending) {
		return SocketQuery.of(null, null, sort, remote, idleFor, minPending, 1000, true)
			.page(List.of(this.second, this.third, this.first))
			.sockets();
	}

	private SocketPage page(String limit, String offset, @Nullable String minPending) {
		return SocketQuery.of(limit, offset, null, null, null, minPending, 1000, true)
			.page(List.of(this.second, this.third, this.first));
	}

	@Test
	void whenSortedTheLargestComesFirst() {
		assertThat(sorted(null, null, null, null)).containsExactly(this.first, this.second, this.third);
		assertThat(sorted("age", null, null, null)).containsExactly(this.first, this.second, this.third);
		assertThat(sorted("IDLE", null, null, null)).containsExactly(this.second, this.third, this.first);
		assertThat(sorted("pending", null, null, null)).containsExactly(this.third, this.first, this.second);
		assertThat(sorted("bytes", null, null, null)).containsExactly(this.second, this.third, this.first);
	}

	@Test
	void whenEqualTheOldestIdComesFirst() {
		List.of(this.first, this.second, this.third).forEach((socket) -> given(socket.pendingBytes()).willReturn(0L));
		assertThat(sorted("pending", null, null, null)).containsExactly(this.first, this.second, this.third);
	}

	@Test
	void whenFilteredOnlyWhatFitsIsLeft() {
		assertThat(sorted(null, "127.0.0.1", null, null)).containsExactly(this.second, this.third);
		assertThat(sorted(null, "127.0.0.9:7", null, null)).containsExactly(this.first);
		assertThat(sorted(null, null, "2s", null)).containsExactly(this.second, this.third);
		assertThat(sorted(null, null, null, "500B")).containsExactly(this.first, this.third);
		assertThat(sorted(null, "127.0.0.1", "3s", "1B")).isEmpty();
	}

	@Test
	void whenThereAreMoreThanAskedForTheOthersAreOnlyCounted() {
		assertThat(page("1", "0", null)).isEqualTo(new SocketPage(3, 3, List.of(this.first)));
		assertThat(page("1", "1", null)).isEqualTo(new SocketPage(3, 3, List.of(this.second)));
		assertThat(page("2", "1", null)).isEqualTo(new SocketPage(3, 3, List.of(this.second, this.third)));
		assertThat(page("1", "1", "500B")).isEqualTo(new SocketPage(3, 2, List.of(this.third)));
		assertThat(page("1000", "2147483647", null)).isEqualTo(new SocketPage(3, 3, List.of()));
	}

	@Test
	void whenEqualOnesAreMoreThanAskedForTheOldestIdIsListed() {
		List.of(this.first, this.second, this.third)
			.forEach((socket) -> given(socket.openedAt()).willReturn(Instant.EPOCH));
		assertThat(page("1", "0", null).sockets()).containsExactly(this.first);
		assertThat(page("1", "2", null).sockets()).containsExactly(this.third);
	}

	@Test
	void whenTheCapIsLowItIsTheUsualLimitToo() {
		assertThat(SocketQuery.of(null, null, null, null, null, null, 10, true).limit()).isEqualTo(10);
		assertThat(SocketQuery.of(null, null, null, null, null, null, 1000, true).limit()).isEqualTo(100);
	}

}
