package io.snapwarden.ticket.desk;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Settings of one desk, for tests. */
public final class DeskSettings {

  private DeskSettings() {}

  /** With their whole names. */
  public static Map<String, String> of(String desk, Map<String, String> settings) {
    Map<String, String> whole = new TreeMap<>();
    settings.forEach(
        (key, value) ->
            whole.put(
                "SNAPWARDEN_TICKET_%s_%s"
                    .formatted(desk.toUpperCase(Locale.ROOT).replace('-', '_'), key),
                value));
    return whole;
  }
}
