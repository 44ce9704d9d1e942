package io.snapwarden.incident;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.incident.Claim.Line;
import io.snapwarden.policy.Mode;
import io.snapwarden.remediation.Change;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * The last question before a change: is it one that was approved, and is there room for it within
 * the limit? A no is written into the incident, which then goes on as far as it may.
 */
final class Permit {

  private final Allowance allowance;
  private final TicketKeeper tickets;
  private final Mode cap;
  private final Predicate<Step> needsApproval;
  private final Clock clock;

  Permit(
      Allowance allowance,
      TicketKeeper tickets,
      Mode cap,
      Predicate<Step> needsApproval,
      Clock clock) {
    this.allowance = allowance;
    this.tickets = tickets;
    this.cap = cap;
    this.needsApproval = needsApproval;
    this.clock = clock;
  }

  /** Whether the step may make this change now. */
  boolean given(Claim claim, int index, Change change, Log log) {
    Incident incident = claim.incident();
    Step step = incident.steps().get(index);
    boolean byPerson = incident.mode(cap) != Mode.REMEDIATE || needsApproval.test(step);
    if (byPerson && !shown(step, change)) {
      return unapproved(claim, step, change);
    }
    if (incident.admitted()) {
      return true;
    }
    ResourceId target = ((Cause.Violation) incident.cause()).write().target();
    Guid subscription = target.subscription();
    int limit = incident.terms().targetsPerHour();
    Budget budget = allowance.ask(subscription, incident.id().targetPart(), limit, clock.instant());
    return budget.admits(incident.id().targetPart()) || overLimit(claim, budget, limit, log);
  }

  private static boolean shown(Step step, Change change) {
    String hash = PlanHash.of(change);
    return step.plan().stream().anyMatch(planned -> planned.hash().equals(hash));
  }

  private static boolean unapproved(Claim claim, Step step, Change change) {
    Line line =
        Line.note(
            "%s: what it would do now is not what was approved: %s (%s); asking again"
                .formatted(step.remediation(), change.summary(), change.request()));
    claim.save(
        now ->
            now.with(
                draft -> {
                  draft.approval = null;
                  draft.steps.replaceAll(Step::again);
                }),
        line);
    return false;
  }

  private boolean overLimit(Claim claim, Budget budget, int limit, Log log) {
    Instant since = budget.tripped() == null ? clock.instant() : budget.tripped();
    String why =
        "the limit of %d remediated targets an hour in subscription %s is reached since %s; see"
                .formatted(limit, budget.subscription(), since)
            + " `incidents limits`, and after a reset `incidents retry`";
    if (!budget.announced()) {
      tickets.limitReached(claim.incident(), budget.subscription(), since, limit);
      allowance.announced(budget.subscription());
    }
    claim.save(
        now ->
            now.with(
                draft -> {
                  draft.hold = why;
                  draft.steps.replaceAll(Step::again);
                }),
        Line.note("held back: " + why));
    // For each incident that is held back, not once: a line that got lost must not hide that the
    // limit is reached.
    log.line("limit")
        .about(claim.incident())
        .with("subscription", budget.subscription())
        .with("limit", limit)
        .with("since", since)
        .write();
    return false;
  }
}
