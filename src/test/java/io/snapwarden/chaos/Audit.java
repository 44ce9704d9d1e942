package io.snapwarden.chaos;

import io.snapwarden.event.Hash;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incident.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares what is there in the end with what was written: every violation with its one incident,
 * which ended as the policy wants it; every text that made no sense with one of its own; nothing
 * else; and in Azure exactly the effects of these.
 */
final class Audit {

  private final Workload workload;
  private final Ledger ledger;
  private final Effects effects;
  private final Findings findings;
  private final Map<String, List<Incident>> violations = new HashMap<>();
  private final Map<String, Incident> notUnderstood = new HashMap<>();
  private final Tickets tickets;
  private int incidents;
  private int swept;
  private int poisoned;
  private int stuck;
  private int leftToAnother;
  private int effectsWanted;

  /** Looks at everything. */
  Audit(Workload workload, Ledger ledger, Effects effects) {
    this.workload = workload;
    this.ledger = ledger;
    this.effects = effects;
    this.findings = new Findings(ledger);
    this.tickets = new Tickets(ledger, findings);
    ledger.incidents().forEach(this::sort);
    workload.writes().forEach(this::write);
    workload.malformed().forEach(this::malformed);
    notUnderstood.values().forEach(this::unforeseen);
    violations
        .values()
        .forEach(rest -> rest.forEach(each -> findings.add(each, "nobody wrote so")));
    tickets.compare();
    if (effects.effective() != effectsWanted) {
      findings.add(
          "%d changes in Azure instead of %d".formatted(effects.effective(), effectsWanted));
    }
  }

  private void sort(Incident incident) {
    incidents++;
    if (incident.status() == Status.OPEN) {
      stuck++;
    }
    Journals.wrong(incident, ledger.journal(incident.id()))
        .ifPresent(wrong -> findings.add(incident, wrong));
    if (incident.cause() instanceof Cause.Violation violation) {
      String key = violation.write().target().key() + "\n" + violation.write().correlationId();
      violations.computeIfAbsent(key, none -> new ArrayList<>()).add(incident);
    } else {
      notUnderstood.put(((Cause.NotUnderstood) incident.cause()).digest(), incident);
    }
  }

  private void write(Write write) {
    List<Incident> found = violations.getOrDefault(write.key(), List.of());
    violations.remove(write.key());
    if (!write.kind().violation()) {
      untouched(write, found);
    } else if (found.size() != 1) {
      findings.add(
          "%d incidents of %s %s by %s"
              .formatted(found.size(), write.kind(), write.target(), write.by().name()));
    } else {
      ended(write, found.get(0));
      swept += workload.undelivered().contains(write) ? 1 : 0;
    }
  }

  private void untouched(Write write, List<Incident> found) {
    found.forEach(each -> findings.add(each, "of an allowed write"));
    String target = write.target().key();
    if (effects.touched(target) || !effects.exists(target)) {
      findings.add("allowed, and yet touched: " + target);
    }
  }

  private void ended(Write write, Incident incident) {
    Kind kind = write.kind();
    String id = incident.id().text();
    String target = write.target().key();
    findings.expect(incident.status() == kind.end(), incident, "should be " + kind.end());
    findings.expect(
        incident.events().contains(write.event().get("id").getAsString())
            || write.event().get("id").getAsString().length() > 256
            || workload.undelivered().contains(write),
        incident,
        "does not know its event");
    int tags = kind.tagged() && !leftToAnother(target, id) ? 1 : 0;
    int locks = kind.locked() ? 1 : 0;
    int deletions = kind.deleted() ? 1 : 0;
    effectsWanted += tags + locks + deletions;
    findings.expect(
        effects.tagged(id) == tags, incident, "tagged %d times".formatted(effects.tagged(id)));
    findings.expect(
        effects.locked(id) == locks, incident, "locked %d times".formatted(effects.locked(id)));
    findings.expect(
        effects.deleted(target) == deletions,
        incident,
        "deleted %d times".formatted(effects.deleted(target)));
    if (kind.locked()) {
      findings.expect(effects.lockedNow(target, id), incident, "its lock is not there");
      findings.expect(effects.tagOn(target) != null, incident, "its snapshot has no tag");
    } else if (kind.deleted()) {
      findings.expect(!effects.exists(target), incident, "its snapshot is still there");
    } else {
      findings.expect(!effects.touched(target), incident, "its snapshot was touched");
    }
    if (kind.ticket()) {
      tickets.wanted(write.problem(), incident);
    } else {
      findings.expect(incident.ticketRef() == null, incident, "has a ticket");
    }
  }

  /**
   * Of several incidents of one snapshot, one whose request was refused may find the tags of
   * another, and leave it at that.
   */
  private boolean leftToAnother(String target, String id) {
    String on = effects.tagOn(target);
    boolean left = effects.tagged(id) == 0 && on != null && !on.equals(id);
    leftToAnother += left ? 1 : 0;
    return left;
  }

  private void malformed(Malformed malformed) {
    Incident incident = notUnderstood.remove(Hash.hex(malformed.text()));
    if (incident == null) {
      findings.add(
          "lost: " + malformed.text().substring(0, Math.min(200, malformed.text().length())));
      return;
    }
    understood(incident);
  }

  private void understood(Incident incident) {
    findings.expect(incident.status() == Status.TICKETED, incident, "should be ticketed");
    tickets.wanted(incident.id().text(), incident);
  }

  /** A sound message that failed too often, or something that nobody has sent. */
  private void unforeseen(Incident incident) {
    if (((Cause.NotUnderstood) incident.cause()).from().equals("message")) {
      poisoned++;
      understood(incident);
    } else {
      findings.add(incident, "nobody sent so");
    }
  }

  int incidents() {
    return incidents;
  }

  int tickets() {
    return tickets.count();
  }

  int comments() {
    return tickets.comments();
  }

  /** Violations whose event was never delivered, and which have their incident all the same. */
  int swept() {
    return swept;
  }

  /** Sound messages that failed until they were given up. */
  int poisoned() {
    return poisoned;
  }

  /** Incidents that have work to do while nobody comes back to them. */
  int stuck() {
    return stuck;
  }

  /** Incidents that never tagged their snapshot, because another one of it had. */
  int leftTags() {
    return leftToAnother;
  }

  List<String> findings() {
    return findings.all();
  }
}
