package io.snapwarden.policy;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Allows some callers to write some snapshots.
 *
 * @param from the networks that the request may come from; empty for anywhere
 * @param notBefore the first instant allowed; null for no beginning
 * @param until the first instant no longer allowed; null for no end
 */
public record AllowRule(
    String id,
    List<CallerMatch> callers,
    List<TargetPattern> targets,
    List<Network> from,
    @Nullable Instant notBefore,
    @Nullable Instant until,
    String owner,
    String reason) {

  public AllowRule {
    callers = List.copyOf(callers);
    targets = List.copyOf(targets);
    from = List.copyOf(from);
  }
}
