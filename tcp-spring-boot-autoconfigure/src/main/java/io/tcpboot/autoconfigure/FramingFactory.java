package io.tcpboot.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.tcpboot.annotation.FramingType;
import io.tcpboot.autoconfigure.FramingProperties.LengthField;
import io.tcpboot.autoconfigure.FramingProperties.Type;
import io.tcpboot.framing.Framing;
import io.tcpboot.framing.LengthFieldFraming;
import io.tcpboot.handler.InvalidTcpServerException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the framing of a server or client. What is set for it and does not fit the type
 * is refused; a default that does not fit is for others.
 */
final class FramingFactory {

	private static final Type[] SEARCHED = { Type.LINES, Type.DELIMITED, Type.LENGTH_FIELD };

	private static final Type[] FRAMED = { Type.LINES, Type.DELIMITED, Type.LENGTH_FIELD, Type.FIXED };

	private final Settings<?> settings;

	private final Type type;

	private Framing framing = Framing.none();

	FramingFactory(Settings<?> settings, FramingType annotated) {
		this.settings = settings;
		this.type = type(settings, annotated);
	}

	private static Type type(Settings<?> settings, FramingType annotated) {
		Function<SocketProperties, @Nullable Type> getter = framing(FramingProperties::getType);
		if (annotated != FramingType.UNSPECIFIED && settings.own("framing.type", getter) == null) {
			return Type.valueOf(annotated.name());
		}
		Setting<Type> setting = settings.find("framing.type", getter);
		return (setting != null) ? setting.value() : Type.NONE;
	}

	Framing create() {
		switch (this.type) {
			case LINES -> this.framing = Framing.lines();
			case LENGTH_FIELD -> require("framing.length-field.bytes", lengthField(LengthField::getBytes));
			case DELIMITED -> require("framing.delimiter", framing(FramingProperties::getDelimiter));
			case FIXED -> require("framing.length", framing(FramingProperties::getLength));
			case NONE -> {
			}
		}
		applyKind();
		applyBounds();
		applyLengthField();
		return this.framing;
	}

	private void require(String key, Function<SocketProperties, ? extends @Nullable Object> getter) {
		if (this.settings.find(key, getter) == null) {
			throw new InvalidTcpServerException(
					"The framing is " + name(this.type) + ", but the property " + this.settings.key(key)
							+ " is not set.",
					"Set it, or change the framing: the property " + this.settings.key("framing.type")
							+ ", or the attribute framing.");
		}
	}

	private void applyKind() {
		apply("framing.delimiter", framing(FramingProperties::getDelimiter),
				(framing, delimiter) -> Framing.delimited(delimiter), Type.DELIMITED);
		apply("framing.length", framing(FramingProperties::getLength),
				(framing, length) -> Framing.fixed(SocketOptionsFactory.bytes(length)), Type.FIXED);
		apply("framing.length-field.bytes", lengthField(LengthField::getBytes),
				(framing, bytes) -> Framing.lengthField(bytes), Type.LENGTH_FIELD);
	}

	private void applyBounds() {
		apply("framing.max-frame", framing(FramingProperties::getMaxFrame),
				(framing, size) -> framing.maxFrame(SocketOptionsFactory.bytes(size)), SEARCHED);
		apply("framing.deadline", framing(FramingProperties::getDeadline), Framing::deadline, FRAMED);
	}

	private void applyLengthField() {
		applyLengthField("little-endian", LengthField::getLittleEndian,
				(framing, little) -> (little) ? framing.littleEndian() : framing);
		applyLengthField("keep", LengthField::getKeep, (framing, keep) -> (keep) ? framing.keep() : framing);
		applyLengthField("offset", LengthField::getOffset, LengthFieldFraming::offset);
		applyLengthField("adjustment", LengthField::getAdjustment, LengthFieldFraming::adjustment);
	}

	private <T> void applyLengthField(String key, Function<LengthField, @Nullable T> getter,
			BiFunction<LengthFieldFraming, T, Framing> change) {
		apply("framing.length-field." + key, lengthField(getter),
				(framing, value) -> change.apply((LengthFieldFraming) framing, value), Type.LENGTH_FIELD);
	}

	private <T> void apply(String key, Function<SocketProperties, @Nullable T> getter,
			BiFunction<Framing, T, Framing> change, Type... fitting) {
		if (Arrays.asList(fitting).contains(this.type)) {
			this.settings.apply(key, getter, (value) -> this.framing = change.apply(this.framing, value));
		}
		else {
			refuse(this.settings.own(key, getter), fitting);
		}
	}

	private void refuse(@Nullable Setting<?> setting, Type... fitting) {
		if (setting != null) {
			String types = Arrays.stream(fitting).map(FramingFactory::name).collect(Collectors.joining(" or "));
			throw setting.invalid("the framing is " + name(this.type) + " (expected: " + types + ")");
		}
	}

	private static String name(Type type) {
		return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static <T> Function<SocketProperties, @Nullable T> framing(
			Function<FramingProperties, @Nullable T> getter) {
		return (properties) -> getter.apply(properties.getFraming());
	}

	private static <T> Function<SocketProperties, @Nullable T> lengthField(Function<LengthField, @Nullable T> getter) {
		return framing((properties) -> getter.apply(properties.getLengthField()));
	}

}
