package io.snapwarden.cli;

import io.snapwarden.event.Caller;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SafeText;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.DamagedException;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incidents;
import io.snapwarden.ticket.Copies;
import io.snapwarden.ticket.Copy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code snapwarden incidents list}: the incidents, the newest first. */
@Command(
    name = "list",
    header = "List incidents, the newest first.",
    description = "A caller's name is text that the caller may have chosen.",
    exitCodeList = {"0:fine", "1:the tool, the storage or the sign-in failed", "2:bad usage"},
    footer = {
      "  snapwarden incidents list --since 24h",
      "  snapwarden incidents list --status awaiting-approval,stopped",
      "  snapwarden incidents list --json | jq -r 'select(.hold != \"\") | .id'"
    })
final class ListIncidents implements Callable<Integer> {

  private final Surroundings surroundings;

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description =
          "Only these: open, awaiting-approval, observed, ticketed, contained, stopped, undone, "
              + "redriven.")
  private List<Incident.Status> statuses = List.of();

  @Option(
      names = "--target",
      paramLabel = "ID",
      description = "Only those about this snapshot: its whole resource id.")
  private @Nullable ResourceId target;

  @Option(
      names = "--since",
      paramLabel = "SPAN",
      description = "Only those that came up within this time, as in 30m, 24h or 7d.")
  private @Nullable Duration since;

  @Option(names = "--json", description = "Print JSON Lines: one object for each incident.")
  private boolean json;

  ListIncidents(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    OperatorStorage storage = OperatorStorage.of(surroundings.environment());
    Incidents incidents = storage.incidents();
    List<Incident> found = new ArrayList<>();
    DamagedException damaged = read(incidents, found::add);
    found.sort(
        Comparator.comparing(Incident::createdAt)
            .reversed()
            .thenComparing(incident -> incident.id().text()));
    Map<String, List<Copy>> desks = desks(storage.copies(), found);
    if (json) {
      found.forEach(
          incident ->
              surroundings
                  .out()
                  .line(
                      SafeText.of(IncidentRecord.brief(incident, of(incident, desks)).toString())));
    } else {
      print(found, desks);
    }
    if (damaged != null) {
      throw damaged;
    }
    return ExitCode.OK;
  }

  /** What can be read is listed whatever else there is. */
  private @Nullable DamagedException read(Incidents incidents, Consumer<Incident> to) {
    Instant from = since == null ? Instant.MIN : surroundings.clock().instant().minus(since);
    Consumer<Incident> recent =
        incident -> {
          if (!incident.createdAt().isBefore(from)) {
            to.accept(incident);
          }
        };
    try {
      if (target == null) {
        incidents.each(Set.copyOf(statuses), recent);
      } else {
        incidents.onTarget(target).stream()
            .filter(incident -> statuses.isEmpty() || statuses.contains(incident.status()))
            .forEach(recent);
      }
      return null;
    } catch (DamagedException e) {
      return e;
    }
  }

  /** In one reading of them all: each by itself would be a request for each incident. */
  private static Map<String, List<Copy>> desks(Copies copies, List<Incident> incidents) {
    Map<String, List<Copy>> byTicket = new HashMap<>();
    if (incidents.stream().anyMatch(incident -> incident.ticketRef() != null)) {
      copies.each(
          copy -> byTicket.computeIfAbsent(copy.ticket(), none -> new ArrayList<>()).add(copy));
    }
    return byTicket;
  }

  private static List<Copy> of(Incident incident, Map<String, List<Copy>> desks) {
    return desks.getOrDefault(Objects.requireNonNullElse(incident.ticketRef(), ""), List.of());
  }

  private void print(List<Incident> incidents, Map<String, List<Copy>> desks) {
    if (!incidents.isEmpty()) {
      Table table =
          new Table("incident", "status", "created", "mode", "target", "caller", "ticket");
      incidents.forEach(incident -> row(table, incident, of(incident, desks)));
      table.lines().forEach(surroundings.out()::line);
    }
    surroundings.say(Count.of(incidents.size(), "incident"));
  }

  private static void row(Table table, Incident incident, List<Copy> desks) {
    String what = "(what came as " + from(incident) + ")";
    String who = "";
    if (incident.cause() instanceof Cause.Violation violation) {
      what = target(violation.write());
      who = caller(violation.write().caller());
    }
    table.row(
        incident.id().text(),
        incident.status().text(),
        incident.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        incident.terms().mode().text() + (incident.hold().isEmpty() ? "" : " (held)"),
        what,
        who,
        DeskText.cell(incident.ticketRef(), desks));
  }

  private static String from(Incident incident) {
    return incident.cause() instanceof Cause.NotUnderstood cause ? cause.from() : "";
  }

  /** The resource group and the name tell people enough. */
  private static String target(SnapshotWrite write) {
    ResourceId id = write.target();
    return id.resourceGroup().orElse("")
        + "/"
        + id.name()
        + (write.kind() == SnapshotKind.MANAGED_CLUSTER ? " (cluster)" : "");
  }

  private static String caller(Caller caller) {
    String name = caller.name();
    return name == null
        ? caller.kind().text() + (caller.principal() == null ? "" : " " + caller.principal())
        : name;
  }
}
