package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Difference;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.playbook.Rehearsal;
import java.util.List;

/**
 * What one remediation would do.
 *
 * @param approval whether a person must approve it, even where the policy lets others act
 */
record PlannedStep(String remediation, boolean approval, Rehearsal.Act act) {

  /** One that would not be reached. */
  static PlannedStep skipped(String remediation, String because) {
    return new PlannedStep(
        remediation,
        false,
        new Rehearsal.Act(
            List.of(), new Outcome.Refused("would not be done, for " + because + " would not")));
  }

  /** Whether nothing can be said about it, for Azure did not let itself be read. */
  boolean unknown() {
    return act.outcome() instanceof Outcome.Retry || act.outcome() instanceof Outcome.Failed;
  }

  /** In a word, for programs. */
  String word() {
    Outcome outcome = act.outcome();
    if (outcome instanceof Outcome.Done) {
      return act.changes().isEmpty() ? "done" : "changes";
    }
    if (outcome instanceof Outcome.Waiting) {
      return act.changes().isEmpty() ? "waiting" : "changes";
    }
    if (outcome instanceof Outcome.Retry) {
      return "retry";
    }
    return outcome instanceof Outcome.Refused ? "refused" : "failed";
  }

  static JsonArray json(List<PlannedStep> steps) {
    JsonArray array = new JsonArray();
    steps.forEach(step -> array.add(step.json()));
    return array;
  }

  private JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("remediation", remediation);
    json.addProperty("outcome", word());
    json.addProperty("detail", act.outcome().detail());
    json.addProperty("approval", approval);
    JsonArray changes = new JsonArray();
    act.changes().forEach(change -> changes.add(json(change)));
    json.add("changes", changes);
    return json;
  }

  private static JsonObject json(Change change) {
    JsonObject json = new JsonObject();
    json.addProperty("summary", change.summary());
    json.addProperty("resource", change.resource());
    json.addProperty("method", change.request().method().name());
    json.addProperty("path", change.request().path());
    json.addProperty("apiVersion", change.request().apiVersion());
    JsonArray differences = new JsonArray();
    for (Difference difference : change.differences()) {
      JsonObject each = new JsonObject();
      each.addProperty("path", difference.path());
      each.add("from", difference.from());
      each.add("to", difference.to());
      differences.add(each);
    }
    json.add("differences", differences);
    return json;
  }
}
