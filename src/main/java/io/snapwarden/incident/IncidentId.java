package io.snapwarden.incident;

import io.snapwarden.event.Hash;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names an incident: a hash of the target, then a hash of the target, the correlation id and the
 * operation. Everything of one target shares the first part, so it can be kept and locked together.
 */
public record IncidentId(String text) {

  private static final int TARGET_DIGITS = 16;
  private static final int WRITE_DIGITS = 24;
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{" + TARGET_DIGITS + "}-[0-9a-f]{" + WRITE_DIGITS + "}");

  public IncidentId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not an incident's id: " + text);
    }
  }

  /** The event and the Activity Log record of one write give the same id. */
  public static IncidentId of(SnapshotWrite write) {
    String target = write.target().key();
    return new IncidentId(
        targetPart(write.target())
            + "-"
            + Hash.hex(target + "\n" + write.correlationId() + "\n" + operation(write))
                .substring(0, WRITE_DIGITS));
  }

  /** For a text that could not be understood: the same text gives the same id. */
  public static IncidentId ofDigest(String sha256) {
    return new IncidentId(
        sha256.substring(0, TARGET_DIGITS)
            + "-"
            + sha256.substring(TARGET_DIGITS, TARGET_DIGITS + WRITE_DIGITS));
  }

  public static Optional<IncidentId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new IncidentId(text)) : Optional.empty();
  }

  /** The part that every incident of this target shares. */
  public static String targetPart(ResourceId target) {
    return Hash.hex(target.key()).substring(0, TARGET_DIGITS);
  }

  /** The part that every incident of the same target shares. */
  public String targetPart() {
    return text.substring(0, TARGET_DIGITS);
  }

  private static String operation(SnapshotWrite write) {
    return write.kind().writeOperation().toLowerCase(Locale.ROOT)
        + (write.attempt() ? "#attempt" : "");
  }

  @Override
  public String toString() {
    return text;
  }
}
