package io.tcpboot.autoconfigure.devtools;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;

import io.tcpboot.TcpSocket;
import org.jspecify.annotations.Nullable;

/**
 * A copy in bytes, and the objects in it that are no bytes.
 */
final class SerializedData implements FrozenData {

	private final String type;

	private final byte[] bytes;

	private final List<Object> kept;

	private SerializedData(String type, byte[] bytes, List<Object> kept) {
		this.type = type;
		this.bytes = bytes;
		this.kept = kept;
	}

	static FrozenData of(Object data) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		// Throwable: user code writes itself, and what is too deep overflows the stack.
		try (DataWriter writer = new DataWriter(bytes)) {
			writer.writeObject(data);
			writer.flush();
			return writer.isStable() ? new KeptData(data)
					: new SerializedData(data.getClass().getName(), bytes.toByteArray(), writer.kept());
		}
		catch (Throwable ex) {
			return new LostData(DataFailure.of(data.getClass().getName(), ex));
		}
	}

	@Override
	public ThawedData thaw(ClassLoader loader, Function<String, @Nullable TcpSocket<?>> sockets) {
		try (DataReader reader = new DataReader(new ByteArrayInputStream(this.bytes), loader, sockets, this.kept)) {
			return new ThawedData(reader.readObject(), null);
		}
		catch (Throwable ex) {
			return new ThawedData(null, DataFailure.of(this.type, ex));
		}
	}

}
