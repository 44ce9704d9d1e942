package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What role definitions grant together, as Azure counts it: an action that any of their permissions
 * has and the same permission does not take away (Microsoft Learn, "Understand Azure role
 * definitions": Actions, NotActions, wildcards).
 */
final class GrantedRole {

  private record Permission(List<Pattern> actions, List<Pattern> notActions) {
    boolean grants(String action) {
      return matches(actions, action) && !matches(notActions, action);
    }

    private static boolean matches(List<Pattern> patterns, String action) {
      return patterns.stream().anyMatch(pattern -> pattern.matcher(action).matches());
    }
  }

  private final List<Permission> permissions = new ArrayList<>();

  private GrantedRole() {}

  /**
   * Reads what {@code snapwarden role} prints, or what {@code az role definition list} or Azure
   * Resource Manager answers: one definition or a list of them.
   *
   * @throws Failure if it is none of these
   */
  static GrantedRole read(Source file, String text) {
    GrantedRole role = new GrantedRole();
    try {
      role.add(file, JsonParser.parseString(text));
    } catch (JsonParseException e) {
      throw Failure.badInput("%s: is no JSON: %s".formatted(file, e.getMessage()));
    }
    return role;
  }

  boolean grants(String action) {
    return permissions.stream().anyMatch(permission -> permission.grants(action));
  }

  private void add(Source file, JsonElement json) {
    if (json instanceof JsonArray list && !list.isEmpty()) {
      list.forEach(each -> add(file, each));
    } else if (json instanceof JsonObject definition) {
      add(file, definition);
    } else {
      throw none(file);
    }
  }

  /** The keys are in other letters in each of Azure's ways to write one. */
  private void add(Source file, JsonObject json) {
    JsonElement within = member(json, "properties");
    JsonObject definition = within instanceof JsonObject properties ? properties : json;
    if (member(definition, "permissions") instanceof JsonArray several) {
      several.forEach(each -> addPermission(file, each));
    } else {
      addPermission(file, definition);
    }
  }

  private void addPermission(Source file, JsonElement json) {
    if (!(json instanceof JsonObject permission)
        || !(member(permission, "actions") instanceof JsonArray actions)) {
      throw none(file);
    }
    List<Pattern> without =
        member(permission, "notactions") instanceof JsonArray taken
            ? patterns(file, taken)
            : List.of();
    permissions.add(new Permission(patterns(file, actions), without));
  }

  private static @Nullable JsonElement member(JsonObject json, String key) {
    for (Map.Entry<String, JsonElement> member : json.entrySet()) {
      if (member.getKey().toLowerCase(Locale.ROOT).equals(key)) {
        return member.getValue();
      }
    }
    return null;
  }

  private static List<Pattern> patterns(Source file, JsonArray texts) {
    List<Pattern> patterns = new ArrayList<>();
    for (JsonElement text : texts) {
      if (!text.isJsonPrimitive()) {
        throw none(file);
      }
      patterns.add(pattern(text.getAsString()));
    }
    return patterns;
  }

  /** A wildcard stands for any run of characters, slashes too. */
  private static Pattern pattern(String action) {
    return Pattern.compile(
        Pattern.compile("\\*")
            .splitAsStream(action + " ")
            .map(String::stripTrailing)
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        Pattern.CASE_INSENSITIVE);
  }

  private static Failure none(Source file) {
    return Failure.badInput(
        "%s: is no role definition: it needs \"Actions\", as `snapwarden role` prints them"
            .formatted(file));
  }
}
