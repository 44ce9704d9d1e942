package io.snapwarden.remediation.playbook;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Options;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Scene;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
  private final Foreseen known;
  private final Instant now;
  private final List<Scene.Touch> touches = new ArrayList<>();

  public Rehearsal(
      Arm arm, String incident, SnapshotWrite write, @Nullable Guid ownPrincipal, Instant now) {
    this.azure = new Foresight(arm);
    this.playbook = new Playbook(azure);
    this.incident = incident;
    this.write = write;
    this.known = new Foreseen(ownPrincipal);
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
    known.images.clear();
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
          known.meet(change);
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

  /** What an incident would know by then. */
  private final class Foreseen implements Scene.Known {
    private final @Nullable Guid own;
    private final List<JsonObject> images = new ArrayList<>();
    private @Nullable JsonObject snapshot;

    Foreseen(@Nullable Guid own) {
      this.own = own;
    }

    void meet(Change change) {
      JsonObject before = change.before();
      JsonObject image = before == null ? new JsonObject() : before.deepCopy();
      image.addProperty("id", change.resource());
      image.addProperty("absent", before == null);
      images.add(image);
      if (before != null && change.resource().equalsIgnoreCase(write.target().text())) {
        keep(before);
      }
    }

    @Override
    public boolean otherIncident(String text) {
      return false;
    }

    @Override
    public @Nullable Guid ownPrincipal() {
      return own;
    }

    @Override
    public Optional<JsonObject> snapshot() {
      return Optional.ofNullable(snapshot);
    }

    @Override
    public Optional<Originals> originals() {
      return Optional.of(Originals.of(images));
    }

    @Override
    public void keep(JsonObject seen) {
      snapshot = snapshot == null ? seen : snapshot;
    }
  }
}
