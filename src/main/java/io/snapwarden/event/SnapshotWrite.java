package io.snapwarden.event;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wrote, or tried to write, an AKS snapshot.
 *
 * @param eventId the event's own id, at most 256 characters; the same for each delivery of one
 *     event
 * @param at when Azure says that it happened
 * @param correlationId ties the records of one request together; the caller may choose it
 * @param clientAddress where the request came from, if the event says so
 * @param grant the role assignment that allowed it, if the event says so; it does not identify the
 *     caller
 * @param inconsistencies where the event contradicts itself, in words; empty for a sound one
 */
public record SnapshotWrite(
    String eventId,
    Instant at,
    SnapshotKind kind,
    Outcome outcome,
    ResourceId target,
    Caller caller,
    String correlationId,
    @Nullable Address clientAddress,
    @Nullable Grant grant,
    List<String> inconsistencies) {

  public SnapshotWrite {
    inconsistencies = List.copyOf(inconsistencies);
    if (!kind.isIdOf(target)) {
      throw new IllegalArgumentException(target + " is not the id of a " + kind.type());
    }
  }

  /** How the write ended. */
  public enum Outcome {
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  /** Whether nothing was written: it failed or was cancelled. */
  public boolean attempt() {
    return outcome != Outcome.SUCCEEDED;
  }

  /**
   * The role assignment that Azure evaluated, from {@code data.authorization.evidence}. Every part
   * is text of the event, at most 2,048 characters, and must be checked before use.
   */
  public record Grant(
      @Nullable String role,
      @Nullable String roleAssignmentScope,
      @Nullable String roleAssignmentId,
      @Nullable String roleDefinitionId,
      @Nullable String principalId,
      @Nullable String principalType) {}
}
