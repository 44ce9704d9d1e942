package io.snapwarden.cli;

import io.snapwarden.event.SafeText;
import io.snapwarden.incident.DamagedException;
import io.snapwarden.incident.Incident.JournalHead;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Incidents;
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
      print(JournalVerdict.on(incidents, wanted(incidents, subject.id), seen));
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
      print(JournalVerdict.damaged(null, e));
    }
    ids.stream()
        .sorted(Comparator.comparing(IncidentId::text))
        .forEach(id -> print(JournalVerdict.on(incidents, id, seen)));
  }

  /** One that cannot be read is to be verified all the more, so its id alone must do. */
  private static IncidentId wanted(Incidents incidents, String id) {
    return IncidentId.parse(id).orElseGet(() -> new KnownIncidents(incidents).find(id).id());
  }

  private void print(JournalVerdict verdict) {
    journals++;
    findings += verdict.problems().size();
    if (json) {
      surroundings.out().line(SafeText.of(verdict.json().toString()));
    } else {
      verdict.lines().forEach(line -> surroundings.out().line(SafeText.of(line)));
    }
  }
}
