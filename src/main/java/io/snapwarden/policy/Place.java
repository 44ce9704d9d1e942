package io.snapwarden.policy;

import com.google.gson.JsonPrimitive;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in a document: a path of keys and indexes, each linked to the one before, so
 * that the good path pays one small object a value and no text.
 */
final class Place {

  static final Place ROOT = new Place(null, "$", -1, "$".hashCode());

  private static final int MAX_KEY = 64;
  private static final String STEP = "\\.([^.\\[\\]]+)|\\[(\\d{1,9})]";

  private final @Nullable Place parent;
  private final @Nullable String key;
  private final int index;
  private final int hash;

  private Place(@Nullable Place parent, @Nullable String key, int index, int hash) {
    this.parent = parent;
    this.key = key;
    this.index = index;
    this.hash = hash;
  }

  /** The member of an object. */
  Place member(String name) {
    return new Place(this, name, -1, 31 * hash + name.hashCode());
  }

  /** A member whose key an earlier one has already; members are counted from 0. */
  Place repeated(String name, int member) {
    return new Place(this, name, member, 31 * (31 * hash + name.hashCode()) + member);
  }

  /** The element of an array, counted from 0. */
  Place element(int position) {
    return new Place(this, null, position, 31 * hash + position);
  }

  /** The place at the end of a path of plain keys and indexes, as in {@code .allowFrom[0]}. */
  Place below(String path) {
    Place place = this;
    Matcher steps = Pattern.compile(STEP).matcher(path);
    while (steps.find()) {
      String name = steps.group(1);
      place = name != null ? place.member(name) : place.element(Integer.parseInt(steps.group(2)));
    }
    return place;
  }

  @Nullable Place parent() {
    return parent;
  }

  boolean isRepeated() {
    return key != null && index >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Place that) || hash != that.hash || index != that.index) {
      return false;
    }
    if (key == null ? that.key != null : !key.equals(that.key)) {
      return false;
    }
    return parent == null ? that.parent == null : parent.equals(that.parent);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** As a JSON path. */
  @Override
  public String toString() {
    if (parent == null) {
      return "$";
    }
    if (key == null) {
      return parent + "[" + index + "]";
    }
    return isPlain(key) ? parent + "." + key : parent + "[" + quoted(key) + "]";
  }

  private static boolean isPlain(String key) {
    return key.length() <= MAX_KEY && key.matches("[A-Za-z_$][A-Za-z0-9_$]*");
  }

  private static String quoted(String key) {
    String shown = key.length() <= MAX_KEY ? key : key.substring(0, MAX_KEY) + "…";
    String json = new JsonPrimitive(shown).toString();
    return "'"
        + json.substring(1, json.length() - 1).replace("\\\"", "\"").replace("'", "\\'")
        + "'";
  }
}
