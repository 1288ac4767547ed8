package io.tcpboot.autoconfigure.devtools;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Writes data, sees each of its classes, and leaves out what lives on.
 */
final class DataWriter extends ObjectOutputStream {

	private final List<Object> kept = new ArrayList<>();

	private boolean stable = true;

	DataWriter(OutputStream out) throws IOException {
		super(out);
		enableReplaceObject(true);
	}

	/**
	 * Return whether all that was written is of classes that stay.
	 */
	boolean isStable() {
		return this.stable;
	}

	/**
	 * Return what {@link KeptReference}s refer to.
	 */
	List<Object> kept() {
		return this.kept;
	}

	@Override
	protected void annotateClass(Class<?> type) {
		this.stable &= StableClasses.contain(type);
	}

	@Override
	protected void annotateProxyClass(Class<?> type) {
		this.stable &= StableClasses.contain(type);
	}

	@Override
	protected @Nullable Object replaceObject(@Nullable Object object) {
		if (object == null || !StableClasses.contain(object.getClass())) {
			return object;
		}
		if (object instanceof TcpSocket<?> socket) {
			return new SocketReference(socket.id());
		}
		if (object instanceof Serializable || StableClasses.mayHoldOthers(object)) {
			return object;
		}
		this.kept.add(object);
		return new KeptReference(this.kept.size() - 1);
	}

}
