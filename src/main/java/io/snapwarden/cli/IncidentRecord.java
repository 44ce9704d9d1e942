package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.snapwarden.event.Caller;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.Approval;
import io.snapwarden.incident.Cause;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.JournalEntry;
import io.snapwarden.incident.Step;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.ticket.Copy;
import io.snapwarden.ticket.TicketDesk;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Incidents as JSON for other programs. The keys are a contract. */
final class IncidentRecord {

  private IncidentRecord() {}

  /** What {@code list} prints of one. */
  static JsonObject brief(Incident incident, List<Copy> desks) {
    return of(incident, desks, IncidentRecord::briefStep);
  }

  /** What {@code show} prints: the same keys and more. */
  static JsonObject full(Incident incident, List<Copy> desks, List<JournalEntry> journal) {
    JsonObject json = of(incident, desks, IncidentRecord::fullStep);
    json.add("events", list(incident.events().stream().sorted().toList(), IncidentRecord::text));
    if (incident.cause() instanceof Cause.Violation violation) {
      SnapshotWrite write = violation.write();
      json.addProperty("written", write.at().toString());
      json.addProperty("attempt", write.attempt());
      json.addProperty("correlation", write.correlationId());
      json.add("from", text(write.clientAddress()));
    } else if (incident.cause() instanceof Cause.NotUnderstood cause) {
      json.addProperty("cameAs", cause.from());
      json.addProperty("evidence", cause.evidence());
      json.addProperty("digest", cause.digest());
      json.addProperty("whole", cause.whole());
    }
    json.addProperty("task", incident.task().name().toLowerCase(Locale.ROOT));
    json.add("due", text(incident.due()));
    json.add("answeredUntil", text(incident.answeredUntil()));
    json.add("journal", list(journal, IncidentRecord::entry));
    return json;
  }

  private static JsonObject of(
      Incident incident, List<Copy> desks, Function<Step, JsonElement> step) {
    JsonObject json = new JsonObject();
    json.addProperty("id", incident.id().text());
    json.addProperty("status", incident.status().text());
    json.addProperty("created", incident.createdAt().toString());
    json.addProperty("mode", incident.terms().mode().text());
    if (incident.cause() instanceof Cause.Violation violation) {
      json.addProperty("target", violation.write().target().text());
      json.add("caller", caller(violation.write().caller()));
      json.add("violations", list(ViolationCode.texts(violation.codes()), IncidentRecord::text));
      json.addProperty("response", violation.response());
      json.addProperty("reason", violation.reason());
    } else if (incident.cause() instanceof Cause.NotUnderstood cause) {
      json.add("target", JsonNull.INSTANCE);
      json.add("caller", JsonNull.INSTANCE);
      json.add("violations", new JsonArray());
      json.add("response", JsonNull.INSTANCE);
      json.addProperty("reason", cause.reason());
    }
    json.addProperty("policy", incident.terms().policyHash());
    json.addProperty("hold", incident.hold());
    json.add("steps", list(incident.steps(), step));
    json.add("ticket", text(incident.ticketRef()));
    json.add("desks", list(desks, IncidentRecord::desk));
    json.add("approval", approval(incident.approval()));
    json.addProperty("round", incident.round());
    return json;
  }

  static JsonObject caller(Caller caller) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", caller.kind().text());
    json.add("principal", text(caller.principal()));
    json.add("application", text(caller.application()));
    json.add("tenant", text(caller.tenant()));
    json.add("name", text(caller.name()));
    return json;
  }

  private static JsonElement desk(Copy copy) {
    JsonObject json = new JsonObject();
    json.addProperty("desk", copy.desk());
    json.addProperty("state", copy.state().text());
    TicketDesk.Posted posted = copy.posted();
    json.add("reference", text(posted == null ? null : posted.reference()));
    json.add("url", text(posted == null ? null : posted.url()));
    Copy.Trouble trouble = copy.trouble();
    json.add("problem", text(trouble == null ? null : trouble.problem()));
    json.add("failingSince", text(trouble == null ? null : trouble.since()));
    json.addProperty("tries", trouble == null ? 0 : trouble.tries());
    return json;
  }

  private static JsonElement approval(@Nullable Approval approval) {
    if (approval == null) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("plan", approval.planHash());
    json.addProperty("expires", approval.expires().toString());
    Approval.Decision decision = approval.decision();
    if (decision == null) {
      json.add("decision", JsonNull.INSTANCE);
    } else {
      JsonObject decided = new JsonObject();
      decided.addProperty("approved", decision.approved());
      decided.addProperty("by", decision.by().objectId().toString());
      decided.addProperty("name", decision.by().name());
      decided.addProperty("at", decision.at().toString());
      json.add("decision", decided);
    }
    return json;
  }

  private static JsonObject briefStep(Step step) {
    JsonObject json = new JsonObject();
    json.addProperty("remediation", step.remediation());
    json.addProperty("state", state(step));
    json.addProperty("detail", step.detail());
    return json;
  }

  private static JsonObject fullStep(Step step) {
    JsonObject json = briefStep(step);
    json.add("options", step.options());
    json.add(
        "plan",
        list(
            step.plan(),
            change -> {
              JsonObject planned = new JsonObject();
              planned.addProperty("summary", change.summary());
              planned.addProperty("request", change.request());
              planned.addProperty("hash", change.hash());
              JsonArray differences = new JsonArray();
              change.differences().forEach(differences::add);
              planned.add("differences", differences);
              return planned;
            }));
    json.add("evidence", list(step.evidence(), IncidentRecord::text));
    json.add(
        "changed",
        list(
            step.touches(),
            touch -> {
              JsonObject changed = new JsonObject();
              changed.addProperty("from", touch.from().toString());
              changed.add("until", text(touch.until()));
              return changed;
            }));
    return json;
  }

  private static JsonObject entry(JournalEntry entry) {
    JsonObject json = new JsonObject();
    json.addProperty("number", entry.number());
    json.addProperty("at", entry.at().toString());
    json.addProperty("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    json.addProperty("text", entry.text());
    json.addProperty("hash", entry.hash());
    return json;
  }

  /** As printed for people and programs alike. */
  static String state(Step step) {
    return step.state().name().toLowerCase(Locale.ROOT);
  }

  private static <T> JsonArray list(Collection<T> values, Function<T, JsonElement> toJson) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(toJson.apply(value)));
    return array;
  }

  private static JsonElement text(@Nullable Object value) {
    return value == null ? JsonNull.INSTANCE : new com.google.gson.JsonPrimitive(value.toString());
  }
}
