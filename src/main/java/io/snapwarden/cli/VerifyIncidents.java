package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.event.SafeText;
import io.snapwarden.incident.DamagedException;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incident.JournalHead;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.JournalCheck;
import io.snapwarden.incident.JournalEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code snapwarden incidents verify}: whether journals are as they were written. */
@Command(
    name = "verify",
    header = "Check that journals are as they were written.",
    description = {
      "Each entry of a journal holds the hash of the one before it, and its incident that of the "
          + "last. An entry that was changed, removed, added or put elsewhere shows.",
      "",
      "Whoever may write the storage could write a whole journal anew. The app's log names the end "
          + "of the journal in its lines, as in \"journal\":\"12:9b1c…\": --seen checks that what "
          + "was seen there is still in it."
    },
    exitCodeList = {
      "0:all of it is as it was written",
      "1:the tool, the storage or the sign-in failed",
      "2:bad usage, or no such incident",
      "3:something was changed"
    },
    footer = {
      "  snapwarden incidents verify 3f2a",
      "  snapwarden incidents verify 3f2a --seen 12:9b1c…",
      "  snapwarden incidents verify --all --json | jq -c 'select(.sound | not)'"
    })
final class VerifyIncidents implements Callable<Integer> {

  /** Beyond these somebody is working on it all the time. */
  private static final int TRIES = 20;

  private final Surroundings surroundings;

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @Option(
      names = "--seen",
      paramLabel = "N:HASH",
      description = "An end of the journal that was seen in the log; with ID only.")
  private @Nullable JournalHead seen;

  @Option(names = "--json", description = "Print JSON Lines: one object for each incident.")
  private boolean json;

  private int journals;
  private int findings;

  VerifyIncidents(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Which journals. */
  static final class Subject {
    @Parameters(paramLabel = "ID", description = "The incident's id, or the beginning of it.")
    @Nullable String id;

    @Option(names = "--all", description = "Those of all incidents.")
    boolean all;
  }

  @Override
  public Integer call() {
    if (subject.all && seen != null) {
      throw Failure.badInput("--seen is about one incident: give its id instead of --all");
    }
    Incidents incidents = OperatorStorage.of(surroundings.environment()).incidents();
    if (subject.id == null) {
      all(incidents);
    } else {
      print(verdict(incidents, wanted(incidents, subject.id)));
    }
    if (!json) {
      surroundings.say(
          "%s, %s".formatted(Count.of(journals, "journal"), Count.of(findings, "finding")));
    }
    return findings == 0 ? ExitCode.OK : Snapwarden.FINDINGS;
  }

  private void all(Incidents incidents) {
    List<IncidentId> ids = new ArrayList<>();
    try {
      incidents.each(Set.of(), incident -> ids.add(incident.id()));
    } catch (DamagedException e) {
      print(Verdict.damaged(null, e));
    }
    ids.stream()
        .sorted(Comparator.comparing(IncidentId::text))
        .forEach(id -> print(verdict(incidents, id)));
  }

  /** One that cannot be read is to be verified all the more, so its id alone must do. */
  private static IncidentId wanted(Incidents incidents, String id) {
    return IncidentId.parse(id).orElseGet(() -> new KnownIncidents(incidents).find(id).id());
  }

  private Verdict verdict(Incidents incidents, IncidentId id) {
    try {
      for (int i = 0; i < TRIES; i++) {
        Incidents.Stored stored = stored(incidents, id);
        List<JournalEntry> journal = incidents.journal(id);
        // A worker may have written to it between the two readings: then it is no finding.
        if (stored.version().equals(stored(incidents, id).version())) {
          return Verdict.of(stored.incident(), journal, seen);
        }
      }
    } catch (DamagedException e) {
      return Verdict.damaged(id, e);
    }
    throw Failure.badInput("incident %s is being worked on: try again".formatted(id));
  }

  private static Incidents.Stored stored(Incidents incidents, IncidentId id) {
    return incidents
        .find(id)
        .orElseThrow(() -> Failure.badInput("there is no incident %s".formatted(id)));
  }

  private void print(Verdict verdict) {
    journals++;
    findings += verdict.problems().size();
    if (json) {
      surroundings.out().line(SafeText.of(verdict.json().toString()));
    } else {
      verdict.lines().forEach(line -> surroundings.out().line(SafeText.of(line)));
    }
  }

  /**
   * What is to be said of one journal.
   *
   * @param id null if not even that can be read
   * @param end where it ends, as the log names it; null if that cannot be read
   */
  private record Verdict(@Nullable IncidentId id, @Nullable String end, List<String> problems) {

    static Verdict of(Incident incident, List<JournalEntry> journal, @Nullable JournalHead seen) {
      JournalHead head = incident.journal();
      List<JournalCheck.Finding> found = new ArrayList<>(JournalCheck.of(head, journal));
      if (seen != null) {
        found.addAll(JournalCheck.seen(seen, journal));
      }
      return new Verdict(
          incident.id(),
          head.count() + ":" + head.hash(),
          found.stream().map(JournalCheck.Finding::text).toList());
    }

    static Verdict damaged(@Nullable IncidentId id, DamagedException e) {
      return new Verdict(id, null, String.valueOf(e.getMessage()).lines().toList());
    }

    List<String> lines() {
      String who = id == null ? "unreadable" : id.text();
      return problems.isEmpty()
          ? List.of("%s: sound, ends with %s".formatted(who, end))
          : problems.stream().map(problem -> who + ": " + problem).toList();
    }

    JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("id", id == null ? null : id.text());
      json.addProperty("sound", problems.isEmpty());
      json.addProperty("journal", end);
      JsonArray array = new JsonArray();
      problems.forEach(array::add);
      json.add("findings", array);
      return json;
    }
  }
}
