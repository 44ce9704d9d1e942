package io.snapwarden.remediation.playbook;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Options;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Scene;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What remediations would do to Azure as it is now, one after another, each on what those before it
 * would have done. It only reads. For one write, in one thread.
 */
public final class Rehearsal {

  /** No remediation needs as many looks. */
  private static final int PATIENCE = 20;

  private final Foresight azure;
  private final Playbook playbook;
  private final String incident;
  private final SnapshotWrite write;
  private final Scene.Known known;
  private final Instant now;
  private final List<Scene.Touch> touches = new ArrayList<>();

  public Rehearsal(Arm arm, String incident, SnapshotWrite write, Scene.Known known, Instant now) {
    this.azure = new Foresight(arm);
    this.playbook = new Playbook(azure);
    this.incident = incident;
    this.write = write;
    this.known = known;
    this.now = now;
  }

  /**
   * What came of one remediation.
   *
   * @param changes what it would change, in order
   * @param outcome where it would stand then, as far as that can be told beforehand
   */
  public record Act(List<Change> changes, Outcome outcome) {
    public Act {
      changes = List.copyOf(changes);
    }
  }

  /** Whether a person must approve what the remediation plans. */
  public boolean needsApproval(String remediation, JsonObject options) {
    return playbook.needsApproval(remediation, options);
  }

  /** Goes on with the next remediation. */
  public Act next(String remediation, JsonObject options) {
    List<Change> changes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int look = 0; look < PATIENCE; look++) {
      Plan plan =
          playbook.plan(
              remediation, new Scene(incident, write, new Options(options), now, touches, known));
      if (plan instanceof Plan.Settled settled) {
        return new Act(changes, settled.outcome());
      }
      boolean news = false;
      for (Change change : ((Plan.Changes) plan).changes()) {
        // What an action does cannot be foreseen: it would be planned again and again.
        if (seen.add(change.request() + " " + change.differences())) {
          changes.add(change);
          if (change.before() != null
              && change.resource().equalsIgnoreCase(write.target().text())) {
            known.keep(change.before());
          }
          azure.foresee(change);
          touches.add(new Scene.Touch(now, now, change.resource()));
          news = true;
        }
      }
      if (!news) {
        break;
      }
    }
    return new Act(changes, new Outcome.Done("as Azure makes of it"));
  }
}
