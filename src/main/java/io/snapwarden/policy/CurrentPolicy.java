package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The policy in force: read once for each content, and never replaced by one that is bad. Safe for
 * use by several threads.
 */
public final class CurrentPolicy {

  private final PolicyReader reader;
  private final Supplier<String> packaged;
  private final @Nullable Guid ownPrincipal;

  private @Nullable String seen;
  private @Nullable Allowlist good;
  private String goodHash = "none";
  private @Nullable Bad bad;

  /**
   * Starts with no policy.
   *
   * @param packaged gives what counts where there is no other
   */
  public CurrentPolicy(
      PolicyReader reader, Supplier<String> packaged, @Nullable Guid ownPrincipal) {
    this.reader = reader;
    this.packaged = packaged;
    this.ownPrincipal = ownPrincipal;
  }

  /**
   * What decides from now on.
   *
   * @param uploaded the policy blob's text; null if there is none
   */
  public synchronized InForce with(@Nullable String uploaded) {
    String text = uploaded == null ? packaged.get() : uploaded;
    if (!text.equals(seen)) {
      // As of the beginning of time: a rule that expired since the policy was checked allows
      // nothing any more, and must not take the other rules with it.
      PolicyReading reading = reader.read(text, Instant.EPOCH);
      if (reading instanceof PolicyReading.Good read) {
        good = Allowlist.compile(read.policy(), ownPrincipal);
        goodHash = read.policy().hash();
        bad = null;
      } else {
        bad = new Bad(text, ((PolicyReading.Bad) reading).problems());
      }
      seen = text;
    }
    return new InForce(good, goodHash, bad);
  }

  /** A policy that cannot be used, and all that is wrong with it. */
  public record Bad(String text, List<Problem> problems) {

    private static final int LONGEST_REASON = 1_500;

    public String hash() {
      return Policy.hash(text);
    }

    /** The problems, one after another; of very many the first, for it goes into a message. */
    public String reason() {
      StringBuilder reason = new StringBuilder();
      for (int i = 0; i < problems.size(); i++) {
        String problem = (i == 0 ? "" : "; ") + problems.get(i);
        if (reason.length() + problem.length() > LONGEST_REASON) {
          return reason
              + (i == 0 ? "" : "; ")
              + "and "
              + (problems.size() - i)
              + " more: see check";
        }
        reason.append(problem);
      }
      return reason.toString();
    }
  }

  /**
   * What decides at one moment.
   *
   * @param allowlist the last good policy; null if there was none
   * @param hash the SHA-256 of the text that decides, as {@code sha256:<64 hex digits>}, or {@code
   *     none}
   * @param bad the newest policy, if it is bad
   */
  public record InForce(@Nullable Allowlist allowlist, String hash, @Nullable Bad bad) {

    /** Whether there is a policy, but none that could decide: this process has seen no good one. */
    public boolean undecided() {
      return allowlist == null && bad != null;
    }

    /** With no good policy at all, every write is a violation that gets a ticket. */
    public Verdict decide(SnapshotWrite write) {
      return allowlist != null
          ? allowlist.decide(write)
          : new Verdict.Violation(
              write.attempt(),
              Set.of(ViolationCode.UNKNOWN_CALLER),
              ResponseRule.BUILT_IN,
              "there is no policy that can be used");
    }

    public Limits limits() {
      return allowlist == null ? Limits.DEFAULT : allowlist.policy().limits();
    }
  }
}
