package io.snapwarden.incident;

import java.util.Optional;
import java.util.regex.Pattern;

/** Keeps what was, before it is changed; nothing in it is ever overwritten. */
public interface Evidence {

  /**
   * Keeps a text under a name of the incident, unless there is one under that name: then the first
   * stays.
   *
   * @param name lower-case letters, digits, dots and dashes
   * @return what {@link #read} takes
   * @throws IllegalArgumentException if it is not such a name
   */
  String keep(IncidentId id, String name, String text);

  Optional<String> read(String reference);

  /**
   * A text that was too long for its message, and that the trigger kept under a name of the host's
   * choice. Slow: it looks through all of them.
   *
   * @param sha256 of the whole text, in UTF-8
   */
  Optional<String> unreadable(String sha256);

  /**
   * Where a text is kept: a folder for each incident.
   *
   * @throws IllegalArgumentException if the name could lead anywhere else
   */
  static String reference(IncidentId id, String name) {
    if (!Pattern.matches("[a-z0-9-][a-z0-9.-]{0,199}", name)) {
      throw new IllegalArgumentException("not a name for evidence: " + name);
    }
    return id + "/" + name;
  }
}
