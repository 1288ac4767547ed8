package io.tcpboot;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledUnsafeDirectByteBuf;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import io.netty.util.internal.CleanableDirectBuffer;
import io.netty.util.internal.PlatformDependent;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one of the {@link LoopBuffers}, lent with another face each time: who
 * still has one that was given back, and reads with it, is told so, and does not see what
 * has arrived for others. After some turns a face comes again, as a new one each time
 * would be an object per message. One borrower at a time; event loop only, but that any
 * thread may release.
 */
final class LoopMemory {

	private static final int FACES = 8;

	private static final ResourceLeakDetector<ByteBuf> LEAKS = ResourceLeakDetectorFactory.instance()
		.newResourceLeakDetector(ByteBuf.class);

	private final LoopBuffers owner;

	private final CleanableDirectBuffer memory;

	private final ByteBuf[] faces = new ByteBuf[FACES];

	private int turn;

	// Set while a test or a developer looks for leaks.
	private @Nullable ResourceLeakTracker<ByteBuf> leak;

	LoopMemory(LoopBuffers owner) {
		this.owner = owner;
		this.memory = PlatformDependent.allocateDirect(LoopBuffers.BYTES, true);
	}

	/**
	 * Return an empty buffer, with one reference.
	 */
	ByteBuf lend() {
		this.turn = (this.turn + 1) % FACES;
		ByteBuf buffer = this.faces[this.turn];
		if (buffer == null || !isWhole(buffer)) {
			buffer = newFace();
			this.faces[this.turn] = buffer;
		}
		else {
			((Face) buffer).revive();
		}
		// Not of some, as is the default: who keeps one gets Netty's own from then on,
		// and those are watched.
		if (ResourceLeakDetector.getLevel().compareTo(ResourceLeakDetector.Level.ADVANCED) >= 0) {
			this.leak = LEAKS.track(buffer);
		}
		return buffer.clear();
	}

	private ByteBuf newFace() {
		// Its own, as a face that is made smaller moves the limit.
		ByteBuffer bytes = this.memory.buffer().duplicate().clear();
		return (PlatformDependent.hasUnsafe()) ? new UnsafeFace(this, bytes) : new PlainFace(this, bytes);
	}

	/**
	 * Return whether a face is as it was lent: whoever makes one smaller gives it other
	 * memory.
	 */
	private static boolean isWhole(ByteBuf face) {
		return face.capacity() == LoopBuffers.BYTES;
	}

	private void released(ByteBuf buffer) {
		ResourceLeakTracker<ByteBuf> leak = this.leak;
		if (leak != null) {
			this.leak = null;
			leak.close(buffer);
		}
		this.owner.giveBack(this);
	}

	void free() {
		this.memory.clean();
	}

	/**
	 * A buffer that looks at this memory.
	 */
	interface Face {

		/**
		 * Begin anew after the last release.
		 */
		void revive();

	}

	private static final class UnsafeFace extends UnpooledUnsafeDirectByteBuf implements Face {

		private final LoopMemory owner;

		UnsafeFace(LoopMemory owner, ByteBuffer bytes) {
			super(ByteBufAllocator.DEFAULT, false, bytes, LoopBuffers.BYTES);
			this.owner = owner;
		}

		@Override
		public void revive() {
			resetRefCnt();
		}

		@Override
		protected void deallocate() {
			if (!isWhole(this)) {
				super.deallocate();
			}
			this.owner.released(this);
		}

	}

	/**
	 * The same where the JVM does not let Netty have its Unsafe.
	 */
	private static final class PlainFace extends UnpooledDirectByteBuf implements Face {

		private final LoopMemory owner;

		PlainFace(LoopMemory owner, ByteBuffer bytes) {
			super(ByteBufAllocator.DEFAULT, bytes, LoopBuffers.BYTES);
			this.owner = owner;
		}

		@Override
		public void revive() {
			resetRefCnt();
		}

		// Else an object is made each time to ask for it, where it is known at all.

		@Override
		public boolean hasMemoryAddress() {
			return isWhole(this) ? this.owner.memory.hasMemoryAddress() : super.hasMemoryAddress();
		}

		@Override
		public long memoryAddress() {
			ensureAccessible();
			return isWhole(this) ? this.owner.memory.memoryAddress() : super.memoryAddress();
		}

		@Override
		protected void deallocate() {
			if (!isWhole(this)) {
				super.deallocate();
			}
			this.owner.released(this);
		}

	}

}
