package io.snapwarden.incident;

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
    Verdict verdict = inForce.decide(write);
    decisions.add(DecisionJson.of(write, verdict).toString());
    if (verdict instanceof Verdict.Violation violation) {
      add(
          new IncidentMessage.Detected(
              write,
              violation.codes(),
              violation.reason(),
              violation.response(),
              inForce.hash(),
              inForce.limits().remediatedTargetsPerHour()));
    }
    return this;
  }

  Handover unrelated(String line) {
    unrelated.add(line);
    return this;
  }

  Handover unreadable(String decision, String delivered, String reason) {
    decisions.add(decision);
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
