package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.event.SafeText;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.DamagedException;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.Incidents;
import io.snapwarden.ticket.Copies;
import io.snapwarden.ticket.Copy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** {@code snapwarden incidents export}: incidents as they are, for audits. */
@Command(
    name = "export",
    header = "Export incidents for an audit.",
    description = {
      "Prints JSON Lines, one incident a line, the oldest first: all that show --json prints, with "
          + "every journal entry and its hash, and what verify makes of the journal (key "
          + "verified). Evidence is named by its blob; --with-evidence writes it into files beside.",
      "",
      "Made again, it is the same, line by line, as long as nothing changes."
    },
    exitCodeList = {
      "0:fine",
      "1:the tool, the storage or the sign-in failed",
      "2:bad usage, no such incident, or a file that cannot be written",
      "3:a journal is not as it was written, or evidence is missing"
    },
    footer = {
      "  snapwarden incidents export --all --since 90d > audit.jsonl",
      "  snapwarden incidents export 3f2a --with-evidence evidence",
      "  snapwarden incidents export --all | jq -c 'select(.verified.sound | not) | .id'"
    })
final class ExportIncidents implements Callable<Integer> {

  private final Surroundings surroundings;

  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @Option(
      names = "--since",
      paramLabel = "SPAN",
      description = "With --all: only those that came up within this time, as in 24h or 90d.")
  private @Nullable Duration since;

  @Option(
      names = "--with-evidence",
      paramLabel = "FOLDER",
      description = "Write each piece of evidence into a file of this folder; none is overwritten.")
  private @Nullable Path folder;

  private int findings;

  ExportIncidents(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Which incidents. */
  static final class Subject {
    @Parameters(
        arity = "1..*",
        paramLabel = "ID",
        description = "The incidents' ids, or the beginnings of them.")
    List<String> ids = List.of();

    @Option(names = "--all", description = "All incidents.")
    boolean all;
  }

  @Override
  public Integer call() {
    if (since != null && !subject.all) {
      throw Failure.badInput("--since chooses among all incidents: give --all with it");
    }
    OperatorStorage storage = OperatorStorage.of(surroundings.environment());
    Incidents incidents = storage.incidents();
    Copies copies = storage.copies();
    @Nullable EvidenceFiles files =
        folder == null ? null : new EvidenceFiles(storage.evidence(), folder);
    List<IncidentId> ids = subject.all ? all(incidents) : named(incidents);
    ids.forEach(id -> export(incidents, copies, files, id));
    surroundings.say(
        "%s, %s".formatted(Count.of(ids.size(), "incident"), Count.of(findings, "finding")));
    return findings == 0 ? ExitCode.OK : Snapwarden.FINDINGS;
  }

  private static List<IncidentId> named(Incidents incidents, List<String> names) {
    KnownIncidents known = new KnownIncidents(incidents);
    return names.stream().map(name -> known.find(name).id()).distinct().toList();
  }

  private List<IncidentId> named(Incidents incidents) {
    return named(incidents, subject.ids);
  }

  private List<IncidentId> all(Incidents incidents) {
    Instant from = since == null ? Instant.MIN : surroundings.clock().instant().minus(since);
    List<Incident> found = new ArrayList<>();
    incidents.each(
        Set.of(),
        incident -> {
          if (!incident.createdAt().isBefore(from)) {
            found.add(incident);
          }
        });
    return found.stream()
        .sorted(
            Comparator.comparing(Incident::createdAt)
                .thenComparing(incident -> incident.id().text()))
        .map(Incident::id)
        .toList();
  }

  private void export(
      Incidents incidents, Copies copies, @Nullable EvidenceFiles files, IncidentId id) {
    JsonObject json;
    JournalVerdict verdict;
    try {
      JournalVerdict.Reading reading = JournalVerdict.read(incidents, id);
      verdict = JournalVerdict.of(reading, null);
      String ticket = reading.incident().ticketRef();
      List<Copy> desks = ticket == null ? List.of() : copies.of(ticket);
      json = IncidentRecord.full(reading.incident(), desks, reading.journal());
      if (files != null) {
        json.add("files", written(files, reading.incident()));
      }
    } catch (DamagedException e) {
      verdict = JournalVerdict.damaged(id, e);
      json = new JsonObject();
      json.addProperty("id", id.text());
    }
    findings += verdict.problems().size();
    json.add("verified", verdict.json());
    surroundings.out().line(SafeText.of(json.toString()));
  }

  private JsonArray written(EvidenceFiles files, Incident incident) {
    List<String> references = new ArrayList<>();
    incident.steps().forEach(step -> references.addAll(step.evidence()));
    if (incident.cause() instanceof Cause.NotUnderstood cause) {
      references.add(cause.evidence());
    }
    JsonArray array = new JsonArray();
    for (String reference : references) {
      JsonObject file = files.write(reference);
      findings += file.get("problem").isJsonNull() ? 0 : 1;
      array.add(file);
    }
    return array;
  }
}
