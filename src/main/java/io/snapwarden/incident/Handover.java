package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.DecisionJson;
import io.snapwarden.policy.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one delivery leaves: messages for the queue, a text to keep, and lines for the log. */
public final class Handover {

  private final List<IncidentMessage> pending = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final List<String> decisions = new ArrayList<>();
  private final List<String> unrelated = new ArrayList<>();
  private @Nullable String kept;

  /** For the queue {@code snapwarden-incidents}, in this order. */
  public List<String> messages() {
    return Collections.unmodifiableList(messages);
  }

  /** The same messages, for who must look into them. */
  List<IncidentMessage> pending() {
    return Collections.unmodifiableList(pending);
  }

  /** One line for each decision. */
  public List<String> decisions() {
    return Collections.unmodifiableList(decisions);
  }

  /** One line for each event about something else. */
  public List<String> unrelated() {
    return Collections.unmodifiableList(unrelated);
  }

  /** A text that is too long for its message; null if there is none. */
  public @Nullable String kept() {
    return kept;
  }

  Handover decided(SnapshotWrite write, CurrentPolicy.InForce inForce) {
    CurrentPolicy.Bad bad = inForce.bad();
    if (bad != null && inForce.undecided()) {
      return undecided(write, bad);
    }
    long start = System.nanoTime();
    Verdict verdict = inForce.decide(write);
    JsonObject decision = DecisionJson.of(write, verdict);
    decision.addProperty("durationUs", (System.nanoTime() - start) / 1000);
    decision.addProperty("policy", inForce.hash());
    if (verdict instanceof Verdict.Violation) {
      decision.addProperty("incident", IncidentId.of(write).text());
    }
    decisions.add(Log.decision(decision));
    if (verdict instanceof Verdict.Violation violation) {
      add(IncidentMessage.Detected.of(write, violation, inForce));
    }
    return this;
  }

  private Handover undecided(SnapshotWrite write, CurrentPolicy.Bad bad) {
    decisions.add(
        Log.decision(
            DecisionJson.undecided(
                write, "the policy is bad, and this process has seen no good one: decided later")));
    add(new IncidentMessage.Undecided(write, bad.hash()));
    return this;
  }

  Handover unrelated(String line) {
    unrelated.add(line);
    return this;
  }

  Handover unreadable(JsonObject decision, String delivered, String reason) {
    decisions.add(Log.decision(decision));
    return notUnderstood("event", reason, delivered);
  }

  Handover notUnderstood(String from, String reason, String text) {
    IncidentMessage.NotUnderstood message = IncidentMessage.NotUnderstood.of(from, reason, text);
    add(message);
    if (!message.whole()) {
      kept = text;
    }
    return this;
  }

  private void add(IncidentMessage message) {
    pending.add(message);
    messages.add(MessageJson.write(message));
  }
}
