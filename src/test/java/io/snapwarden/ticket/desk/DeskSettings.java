package io.snapwarden.ticket.desk;

import io.snapwarden.policy.TicketChoice;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Settings of desks, for tests. */
public final class DeskSettings {

  private static final Pattern SETTING = Pattern.compile("SNAPWARDEN_TICKET_[A-Z_]+[A-Z]");

  private DeskSettings() {}

  /** Those of one desk, with their whole names. */
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

  /** All that there are: the names that each desk gives when it meets one that it does not know. */
  public static Set<String> known() {
    Set<String> known = new TreeSet<>();
    for (String desk : TicketChoice.KNOWN) {
      List<String> problems = new ArrayList<>();
      Desks.read(of(desk, Map.of("NONSENSE", "x")), problems, scope -> "", Clock.systemUTC());
      problems.stream()
          .filter(problem -> problem.contains("is not known: there are"))
          .forEach(problem -> known.addAll(in(problem.replaceAll(".*there are", ""))));
    }
    return known;
  }

  /** Those that a text names. */
  static Set<String> in(String text) {
    Set<String> found = new TreeSet<>();
    SETTING.matcher(text).results().map(MatchResult::group).forEach(found::add);
    return found;
  }
}
