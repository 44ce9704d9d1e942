package io.snapwarden.incident;

import java.util.Optional;

/** Keeps what was, before it is changed; nothing in it is ever overwritten. */
public interface Evidence {

  /**
   * Keeps a text under a name of the incident, unless there is one under that name: then the first
   * stays.
   *
   * @param name lower-case letters, digits, dots and dashes
   * @return what {@link #read} takes
   */
  String keep(IncidentId id, String name, String text);

  Optional<String> read(String reference);
}
