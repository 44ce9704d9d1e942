package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.Hash;
import io.snapwarden.event.SnapshotWrite;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The policy in force: read once for each content, and never replaced by one that is bad. Safe for
 * use by several threads.
 */
public final class CurrentPolicy {

  private final PolicyReader reader;
  private final String packaged;
  private final @Nullable Guid ownPrincipal;

  private @Nullable String seen;
  private @Nullable Allowlist good;
  private @Nullable Bad bad;

  /**
   * Starts with no policy.
   *
   * @param packaged what counts where there is no other
   */
  public CurrentPolicy(PolicyReader reader, String packaged, @Nullable Guid ownPrincipal) {
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
    String text = uploaded == null ? packaged : uploaded;
    if (!text.equals(seen)) {
      // As of the beginning of time: a rule that expired since the policy was checked allows
      // nothing
      // any more, and must not take the other rules with it.
      PolicyReading reading = reader.read(text, Instant.EPOCH);
      if (reading instanceof PolicyReading.Good read) {
        good = Allowlist.compile(read.policy(), ownPrincipal);
        bad = null;
      } else {
        bad = new Bad(text, ((PolicyReading.Bad) reading).problems());
      }
      seen = text;
    }
    return new InForce(good, bad);
  }

  /** A policy that cannot be used, and all that is wrong with it. */
  public record Bad(String text, List<Problem> problems) {
    public String hash() {
      return "sha256:" + Hash.hex(text);
    }

    /** The problems, one after another. */
    public String reason() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("; "));
    }
  }

  /**
   * What decides at one moment.
   *
   * @param allowlist the last good policy; null if there was none
   * @param bad the newest policy, if it is bad
   */
  public record InForce(@Nullable Allowlist allowlist, @Nullable Bad bad) {

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

    /** The hash of the policy that decides, or {@code none}. */
    public String hash() {
      return allowlist == null ? "none" : allowlist.policy().hash();
    }
  }
}
