package io.snapwarden.policy;

import io.snapwarden.event.Address;
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

  /** Whether it holds at that time. */
  boolean holdsAt(Instant at) {
    return (notBefore == null || !at.isBefore(notBefore)) && (until == null || at.isBefore(until));
  }

  /** Whether a request may come from there; one from nowhere may not if it says from where. */
  boolean admits(@Nullable Address address) {
    if (from.isEmpty()) {
      return true;
    }
    if (address != null) {
      for (Network network : from) {
        if (network.contains(address)) {
          return true;
        }
      }
    }
    return false;
  }
}
