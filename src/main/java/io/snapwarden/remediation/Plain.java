package io.snapwarden.remediation;

import io.snapwarden.event.SafeText;

/** Text from Azure or from an event, in a line for people: it may have been chosen by an enemy. */
public final class Plain {

  private Plain() {}

  /** With what would move or hide it spelled out, and cut where it is too long. */
  public static String text(String text, int longest) {
    return SafeText.of(text.length() <= longest ? text : text.substring(0, longest) + "…");
  }
}
