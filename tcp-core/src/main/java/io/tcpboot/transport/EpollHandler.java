package io.tcpboot.transport;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's epoll, which never lets go of a descriptor that is still registered. After the
 * peer's FIN, with nothing to write, a channel waits for no event. Netty (4.2.18) takes
 * it out of epoll then, but does not remember that, so that waiting for room in the
 * kernel fails later, and with it the write. Instead, the descriptor stays and tells of
 * an error once.
 * <p>
 * It may go when {@code EpollIoHandler.DefaultEpollIoRegistration.submit} adds a
 * descriptor again that {@code NONE} has removed; HalfOpenTests tells.
 */
final class EpollHandler implements IoHandler {

	private final IoHandler netty;

	private EpollHandler(IoHandler netty) {
		this.netty = netty;
	}

	static IoHandlerFactory factory() {
		IoHandlerFactory netty = EpollIoHandler.newFactory();
		return new IoHandlerFactory() {

			@Override
			public IoHandler newHandler(ThreadAwareExecutor executor) {
				return new EpollHandler(netty.newHandler(executor));
			}

			@Override
			public boolean isChangingThreadSupported() {
				return netty.isChangingThreadSupported();
			}

		};
	}

	@Override
	public void initialize() {
		this.netty.initialize();
	}

	@Override
	public int run(IoHandlerContext context) {
		return this.netty.run(context);
	}

	@Override
	public void prepareToDestroy() {
		this.netty.prepareToDestroy();
	}

	@Override
	public void destroy() {
		this.netty.destroy();
	}

	@Override
	public IoRegistration register(IoHandle handle) throws Exception {
		return new Registration(this.netty.register(handle));
	}

	@Override
	public void wakeup() {
		this.netty.wakeup();
	}

	@Override
	public boolean isCompatible(Class<? extends IoHandle> handleType) {
		return this.netty.isCompatible(handleType);
	}

	private static final class Registration implements IoRegistration {

		private final IoRegistration netty;

		Registration(IoRegistration netty) {
			this.netty = netty;
		}

		@Override
		public <T> T attachment() {
			return this.netty.attachment();
		}

		@Override
		public long submit(IoOps ops) {
			// Edge-triggered, or an error would be told again and again.
			return this.netty.submit((ops.equals(EpollIoOps.NONE)) ? EpollIoOps.EPOLLET : ops);
		}

		@Override
		public boolean isValid() {
			return this.netty.isValid();
		}

		@Override
		public boolean cancel() {
			return this.netty.cancel();
		}

	}

}
