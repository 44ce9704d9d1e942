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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The usual checks of options. Each says what is wrong, and what would be right. They are classes
 * and not lambdas, for every cold start of the app makes some: a lambda costs twice as much.
 */
public final class Checks {

  private Checks() {}

  public static Check flag() {
    return new Flag();
  }

  /** A whole number, both ends included. */
  public static Check whole(int least, int most) {
    return new Whole(least, most);
  }

  /** One of these words, in this spelling. */
  public static Check oneOf(String... words) {
    return new OneOf(List.of(words));
  }

  /** A text that matches as a whole. */
  public static Check text(Pattern pattern, String mustBe) {
    return new Matching(pattern, mustBe);
  }

  /**
   * The id of a resource of one type, in a resource group.
   *
   * @param type as in {@code Microsoft.ContainerService/managedClusters}
   */
  public static Check id(String type) {
    return new Id(type);
  }

  /** The id of a resource group. */
  public static Check resourceGroup() {
    return new ResourceGroup();
  }

  /** A list of such values, none of them twice (case does not count). */
  public static Check list(int least, int most, Check each) {
    return new Entries(least, most, each);
  }

  /** A problem with the value as a whole. */
  public static List<OptionProblem> wrong(String message) {
    return List.of(new OptionProblem("", message));
  }

  /** A text of which something holds. */
  public abstract static class Text implements Check {

    private final String mustBe;

    protected Text(String mustBe) {
      this.mustBe = mustBe;
    }

    /** Whether it holds. */
    protected abstract boolean sound(String text);

    @Override
    public final List<OptionProblem> problems(JsonElement value) {
      return value instanceof JsonPrimitive text && text.isString() && sound(text.getAsString())
          ? List.of()
          : wrong(mustBe);
    }
  }

  private static final class OneOf extends Text {
    private final List<String> words;

    OneOf(List<String> words) {
      super("must be one of \"" + String.join("\", \"", words) + '"');
      this.words = words;
    }

    @Override
    protected boolean sound(String text) {
      return words.contains(text);
    }
  }

  private static final class Matching extends Text {
    private final Pattern pattern;

    Matching(Pattern pattern, String mustBe) {
      super(mustBe);
      this.pattern = pattern;
    }

    @Override
    protected boolean sound(String text) {
      return pattern.matcher(text).matches();
    }
  }

  private static final class Id extends Text {
    private final String type;

    Id(String type) {
      super(
          "must be the full id of one "
              + type
              + ": /subscriptions/…/resourceGroups/…/providers/"
              + type
              + "/NAME");
      this.type = type;
    }

    @Override
    protected boolean sound(String text) {
      Optional<ResourceId> id = ResourceId.parse(text);
      return id.isPresent() && id.get().isA(type);
    }
  }

  private static final class ResourceGroup extends Text {

    ResourceGroup() {
      super("must be the full id of a resource group: /subscriptions/…/resourceGroups/NAME");
    }

    @Override
    protected boolean sound(String text) {
      Optional<ResourceId> id = ResourceId.parse(text);
      return id.isPresent()
          && id.get().segments().size() == 4
          && id.get().resourceGroup().isPresent();
    }
  }

  private record Flag() implements Check {

    @Override
    public List<OptionProblem> problems(JsonElement value) {
      return value instanceof JsonPrimitive flag && flag.isBoolean()
          ? List.of()
          : wrong("must be true or false");
    }
  }

  private record Whole(int least, int most) implements Check {

    @Override
    public List<OptionProblem> problems(JsonElement value) {
      return value instanceof JsonPrimitive number
              && number.isNumber()
              && sound(number.getAsBigDecimal())
          ? List.of()
          : wrong("must be a whole number from " + least + " to " + most);
    }

    private boolean sound(BigDecimal given) {
      return given.compareTo(BigDecimal.valueOf(least)) >= 0
          && given.compareTo(BigDecimal.valueOf(most)) <= 0
          && given.stripTrailingZeros().scale() <= 0;
    }
  }

  private record Entries(int least, int most, Check each) implements Check {

    @Override
    public List<OptionProblem> problems(JsonElement value) {
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
    }
  }
}
