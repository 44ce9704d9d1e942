package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.RemediationSpec.Check;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What Azure takes as tags of a resource: names of up to 512 characters, none of them one of {@code
 * <>%&\?/}, without case; values of up to 256 characters; a few prefixes are its own
 * (learn.microsoft.com, "Use tags to organize your Azure resources": limitations).
 */
final class TagRules implements Check {

  static final String INCIDENT = "snapwarden-incident";
  static final String QUARANTINED_AT = "snapwarden-quarantined-at";

  /** A resource has room for 50; most of it belongs to its owner. */
  private static final int MAX_TAGS = 15;

  private static final int MAX_NAME = 512;
  private static final int MAX_VALUE = 256;
  private static final String FORBIDDEN = "<>%&\\?/";
  private static final List<String> RESERVED =
      List.of("microsoft", "azure", "windows", "snapwarden-");

  @Override
  public List<OptionProblem> problems(JsonElement value) {
    if (!(value instanceof JsonObject tags)) {
      return List.of(new OptionProblem("", "must be an object of tag names and values"));
    }
    List<OptionProblem> problems = new ArrayList<>();
    if (tags.size() > MAX_TAGS) {
      problems.add(
          new OptionProblem("", "has %d tags; at most %d".formatted(tags.size(), MAX_TAGS)));
    }
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, JsonElement> tag : tags.entrySet()) {
      String path = path(tag.getKey());
      String name = tag.getKey().toLowerCase(Locale.ROOT);
      checkName(name, path, problems);
      if (!seen.add(name)) {
        problems.add(new OptionProblem(path, "is there twice: case does not count in tag names"));
      }
      checkValue(tag.getValue(), path, problems);
    }
    return problems;
  }

  private static void checkName(String name, String path, List<OptionProblem> problems) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      problems.add(
          new OptionProblem(path, "a tag's name has 1 to %d characters".formatted(MAX_NAME)));
    }
    if (name.chars().anyMatch(c -> FORBIDDEN.indexOf(c) >= 0 || Character.isISOControl(c))) {
      problems.add(new OptionProblem(path, "a tag's name has none of " + FORBIDDEN));
    }
    RESERVED.stream()
        .filter(name::startsWith)
        .forEach(
            prefix ->
                problems.add(
                    new OptionProblem(
                        path, "names that begin with %s are reserved".formatted(prefix))));
  }

  private static void checkValue(JsonElement value, String path, List<OptionProblem> problems) {
    if (!(value instanceof JsonPrimitive text) || !text.isString()) {
      problems.add(new OptionProblem(path, "a tag's value is a string"));
    } else if (text.getAsString().length() > MAX_VALUE) {
      problems.add(
          new OptionProblem(path, "a tag's value has at most %d characters".formatted(MAX_VALUE)));
    }
  }

  private static String path(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_-]*")
        ? "." + name
        : "[" + new JsonPrimitive(name) + "]";
  }
}
