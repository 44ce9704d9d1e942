package io.snapwarden.policy;

import com.google.gson.JsonPrimitive;

/** Shows text of a policy in a message: quoted, escaped and cut. */
final class Quote {

  private static final int MAX_LENGTH = 80;

  private Quote() {}

  static String of(String text) {
    String shown = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    return new JsonPrimitive(shown).toString();
  }
}
