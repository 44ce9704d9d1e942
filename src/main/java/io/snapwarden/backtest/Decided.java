package io.snapwarden.backtest;

import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.Verdict;
import io.snapwarden.policy.ViolationCode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says of a write, as far as a person would notice a difference: by which rule
 * something is allowed makes none.
 *
 * @param verdict {@code allowed}, {@code violation} or {@code attempt}
 * @param rule which allows it; null if none does
 * @param response null if it is allowed
 * @param mode null if it is allowed
 */
public record Decided(
    String verdict,
    Set<ViolationCode> codes,
    @Nullable String rule,
    @Nullable String response,
    @Nullable Mode mode,
    List<String> remediations,
    String reason) {

  static Decided of(Verdict verdict) {
    return verdict.fold(
        allowed ->
            new Decided(
                "allowed", Set.of(), allowed.rule(), null, null, List.of(), allowed.reason()),
        violation ->
            new Decided(
                violation.attempt() ? "attempt" : "violation",
                new TreeSet<>(violation.codes()),
                null,
                violation.response().id(),
                violation.response().mode(),
                violation.response().remediations().stream().map(RemediationChoice::id).toList(),
                violation.reason()));
  }

  /** Whether another policy's word comes to the same. */
  boolean same(Decided other) {
    return verdict.equals(other.verdict)
        && codes.equals(other.codes)
        && String.valueOf(response).equals(String.valueOf(other.response))
        && mode == other.mode
        && remediations.equals(other.remediations);
  }

  /** In a few words, as in {@code violation: ticket (everything-else)}. */
  public String shortly() {
    return mode == null ? verdict : "%s: %s (%s)".formatted(verdict, mode.text(), response);
  }

  /** One write with what was decided. */
  public record Write(SnapshotWrite write, Decided decided) {}

  /** One write of which two policies say different things. */
  public record Change(SnapshotWrite write, Decided before, Decided after) {}
}
