package io.snapwarden.remediation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import io.snapwarden.event.ResourceId;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.RemediationSpec.Check;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The usual checks of options. Each says what is wrong, and what would be right. */
public final class Checks {

  private Checks() {}

  public static Check flag() {
    return value ->
        value instanceof JsonPrimitive flag && flag.isBoolean()
            ? List.of()
            : wrong("must be true or false");
  }

  /** A whole number, both ends included. */
  public static Check whole(int least, int most) {
    String range = "must be a whole number from " + least + " to " + most;
    return value -> {
      if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
        return wrong(range);
      }
      BigDecimal given = number.getAsBigDecimal();
      boolean sound =
          given.compareTo(BigDecimal.valueOf(least)) >= 0
              && given.compareTo(BigDecimal.valueOf(most)) <= 0
              && given.stripTrailingZeros().scale() <= 0;
      return sound ? List.of() : wrong(range);
    };
  }

  /** One of these words, in this spelling. */
  public static Check oneOf(String... words) {
    return text(List.of(words)::contains, "must be one of \"" + String.join("\", \"", words) + '"');
  }

  /** A text that matches as a whole. */
  public static Check text(Pattern pattern, String mustBe) {
    return text(text -> pattern.matcher(text).matches(), mustBe);
  }

  /** A text of which something holds. */
  public static Check text(Predicate<String> sound, String mustBe) {
    return value ->
        value instanceof JsonPrimitive text && text.isString() && sound.test(text.getAsString())
            ? List.of()
            : wrong(mustBe);
  }

  /**
   * The id of a resource of one type, in a resource group.
   *
   * @param type as in {@code Microsoft.ContainerService/managedClusters}
   */
  public static Check id(String type) {
    return text(
        text -> ResourceId.parse(text).filter(id -> id.isA(type)).isPresent(),
        "must be the full id of one "
            + type
            + ": /subscriptions/…/resourceGroups/…/providers/"
            + type
            + "/NAME");
  }

  /** The id of a resource group. */
  public static Check resourceGroup() {
    return text(
        text ->
            ResourceId.parse(text)
                .filter(id -> id.segments().size() == 4 && id.resourceGroup().isPresent())
                .isPresent(),
        "must be the full id of a resource group: /subscriptions/…/resourceGroups/NAME");
  }

  /** A list of such values, none of them twice (case does not count). */
  public static Check list(int least, int most, Check each) {
    return value -> {
      if (!(value instanceof JsonArray list)) {
        return wrong("must be a list");
      }
      List<OptionProblem> problems = new ArrayList<>();
      if (list.size() < least || list.size() > most) {
        problems.add(
            new OptionProblem(
                "", "has %d entries; it takes %d to %d".formatted(list.size(), least, most)));
      }
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < list.size(); i++) {
        String path = "[" + i + "]";
        JsonElement entry = list.get(i);
        for (OptionProblem problem : each.problems(entry)) {
          problems.add(new OptionProblem(path + problem.path(), problem.message()));
        }
        if (!seen.add(entry.toString().toLowerCase(Locale.ROOT))) {
          problems.add(new OptionProblem(path, "stands in this list already"));
        }
      }
      return problems;
    };
  }

  /** A problem with the value as a whole. */
  public static List<OptionProblem> wrong(String message) {
    return List.of(new OptionProblem("", message));
  }
}
