package io.tcpboot.autoconfigure.actuate;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds what docs/operations.md shows of answers to the types of which they are made: who
 * renames a field breaks somebody's script.
 */
class AnswersOnThePageTests {

	private static final Path PAGE = Path.of("../docs/operations.md");

	private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);

	private static final List<Class<?>> TYPES = List.of(InvalidParameter.class, SocketsDescription.class,
			TcpDescription.class, WiretapDescription.class);

	private final Set<String> shown = new TreeSet<>();

	private final Set<String> known = new TreeSet<>();

	@Test
	void eachFieldIsOnThePageAndEachOfThePageIsAField() throws IOException {
		List<String> answers = JSON.matcher(Files.readString(PAGE))
			.results()
			.map((MatchResult result) -> result.group(1))
			.toList();
		assertThat(answers).hasSameSizeAs(TYPES);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JacksonEndpointAutoConfiguration.class))
			.run((context) -> {
				JsonMapper mapper = context.getBean(EndpointJsonMapper.class).get();
				for (int i = 0; i < answers.size(); i++) {
					Object answer = mapper.readValue(answers.get(i), TYPES.get(i));
					assertThat(mapper.valueToTree(answer).toString())
						.isEqualTo(mapper.readTree(answers.get(i)).toString());
					look(answer);
				}
			});
		assertThat(this.shown).isEqualTo(this.known);
	}

	private void look(Object value) throws ReflectiveOperationException {
		if (value instanceof Record answer && isOurs(answer)) {
			for (RecordComponent component : answer.getClass().getRecordComponents()) {
				String name = answer.getClass().getSimpleName() + "." + component.getName();
				this.known.add(name);
				component.getAccessor().setAccessible(true);
				Object its = component.getAccessor().invoke(answer);
				if (its != null) {
					this.shown.add(name);
					look(its);
				}
			}
		}
		else if (value instanceof Collection<?> values) {
			for (Object its : values) {
				look(its);
			}
		}
		else if (value instanceof Map<?, ?> values) {
			look(values.values());
		}
	}

	private static boolean isOurs(Record answer) {
		return answer.getClass().getName().startsWith("io.tcpboot.");
	}

}
