package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a remediation is told.
 *
 * @param incident the incident's id
 * @param options from the policy, already checked
 * @param now the time of this look
 * @param touches when this incident changed something, and what, the oldest first
 */
public record Scene(
    String incident,
    SnapshotWrite write,
    Options options,
    Instant now,
    List<Touch> touches,
    Known known) {

  public Scene {
    touches = List.copyOf(touches);
  }

  /**
   * From the intent in the journal to the result, or to when the effect was first seen.
   *
   * @param resource the id of what was changed; null if it was not written down
   */
  public record Touch(Instant from, Instant until, @Nullable String resource) {

    /** Whether this, or what nobody wrote down, was changed. */
    public boolean concerns(ResourceId id) {
      return resource == null || resource.equalsIgnoreCase(id.text());
    }
  }

  /** The last time that this incident changed a resource; empty if it never did. */
  public Optional<Touch> touched(ResourceId id) {
    return touches.stream()
        .filter(touch -> touch.resource() != null && touch.concerns(id))
        .reduce((first, second) -> second);
  }

  /** What is known around an incident. */
  public interface Known {

    /** Whether a text is the id of another incident of the same target. */
    boolean otherIncident(String text);

    /** Snapwarden's own object id; null if it is not known. */
    @Nullable Guid ownPrincipal();

    /** The snapshot as this incident first saw it; empty if it never did. */
    Optional<JsonObject> snapshot();

    /**
     * What this step has changed so far, as it was before.
     *
     * @return empty if evidence is missing
     */
    Optional<Originals> originals();

    /** Keeps the snapshot, unless one is kept: later it may be gone. */
    void keep(JsonObject snapshot);
  }
}
