package io.tcpboot;

import java.net.URL;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each numbered behaviour has a test whose display name begins with its number, as in
 * "B54 end(data) delivers every byte to a slow peer".
 */
class BehaviourNumbersTests {

	/** Every behaviour has a number up to this one. */
	private static final int LAST = 100;

	private static final Pattern NUMBERS = Pattern.compile("^(?:B\\d+[,\\s]+)+");

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	private static final Set<Integer> TESTED = testedNumbers();

	@Test
	void whenABehaviourHasNoTestItIsListedHere() {
		Set<Integer> missing = IntStream.rangeClosed(1, LAST).boxed().collect(Collectors.toCollection(TreeSet::new));
		missing.removeAll(TESTED);
		assertThat(missing).as("behaviours without a test: %s", missing).isEmpty();
	}

	@Test
	void whenATestNamesABehaviourItIsOneOfTheList() {
		assertThat(TESTED).isNotEmpty().allSatisfy((number) -> assertThat(number).isBetween(1, LAST));
	}

	@Test
	void whenADisplayNameBeginsWithNumbersTheyAreRead() {
		assertThat(numbers("B42 after a short write")).containsExactly(42);
		assertThat(numbers("B42 B43 after a short write")).containsExactly(42, 43);
		assertThat(numbers("B101 no such behaviour")).containsExactly(101);
		assertThat(numbers("Not only B42 after a short write")).isEmpty();
	}

	private static Set<Integer> testedNumbers() {
		URL testClasses = BehaviourNumbersTests.class.getProtectionDomain().getCodeSource().getLocation();
		Set<Integer> numbers = new TreeSet<>();
		for (JavaClass type : new ClassFileImporter().importUrl(testClasses)) {
			type.getMethods()
				.forEach((method) -> displayName(method).ifPresent((name) -> numbers.addAll(numbers(name))));
		}
		return numbers;
	}

	private static Optional<String> displayName(JavaMethod method) {
		boolean runs = method.isMetaAnnotatedWith(Testable.class) && !method.isAnnotatedWith(Disabled.class)
				&& !method.getOwner().isAnnotatedWith(Disabled.class);
		return (runs) ? method.tryGetAnnotationOfType(DisplayName.class).map(DisplayName::value) : Optional.empty();
	}

	private static Set<Integer> numbers(String displayName) {
		Set<Integer> numbers = new TreeSet<>();
		Matcher beginning = NUMBERS.matcher(displayName);
		if (beginning.find()) {
			NUMBER.matcher(beginning.group())
				.results()
				.forEach((number) -> numbers.add(Integer.valueOf(number.group())));
		}
		return numbers;
	}

}
