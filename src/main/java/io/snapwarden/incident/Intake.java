package io.snapwarden.incident;

import io.snapwarden.event.EventReader;
import io.snapwarden.event.Reading;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.DecisionJson;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decides what Event Grid delivers, and says what to hand on. Touches no network and
 * loads no class of the Azure SDK. Safe for use by several threads.
 */
public final class Intake {

  private final EventReader reader = new EventReader();
  private final CurrentPolicy policy;
  private String given = "";
  private String told = "";

  public Intake(CurrentPolicy policy) {
    this.policy = policy;
  }

  /**
   * Decides what was delivered.
   *
   * @param delivered the text of one event
   * @param uploadedPolicy the policy blob's text; null if there is none
   */
  public Handover receive(String delivered, @Nullable String uploadedPolicy) {
    CurrentPolicy.InForce inForce = policy.with(uploadedPolicy);
    Handover handover = new Handover();
    for (Reading reading : reader.read(delivered)) {
      if (reading instanceof Reading.Write write) {
        handover.decided(write.write(), inForce);
      } else if (reading instanceof Reading.Unrelated unrelated) {
        handover.unrelated(DecisionJson.of(unrelated, inForce::decide).toString());
      } else {
        Reading.Unreadable unreadable = (Reading.Unreadable) reading;
        handover.unreadable(
            DecisionJson.of(unreadable, inForce::decide), delivered, unreadable.reason());
      }
    }
    CurrentPolicy.Bad bad = inForce.bad();
    if (bad != null && (newToUs(bad) || !handover.messages().isEmpty())) {
      handover.notUnderstood("policy", bad.reason(), bad.text());
    }
    return handover;
  }

  /** People hear of a bad policy even if every write is allowed by the one before. */
  private synchronized boolean newToUs(CurrentPolicy.Bad bad) {
    if (bad.text().equals(told)) {
      return false;
    }
    told = bad.text();
    return true;
  }

  /**
   * What is to be kept as the last good policy: the uploaded one, once for each process and
   * version; null if it is bad, or kept already. The packaged one needs no keeping.
   */
  public synchronized @Nullable String toKeep(@Nullable String uploadedPolicy) {
    if (uploadedPolicy == null || uploadedPolicy.equals(given)) {
      return null;
    }
    if (policy.with(uploadedPolicy).bad() != null) {
      return null;
    }
    given = uploadedPolicy;
    return uploadedPolicy;
  }
}
