package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may write which snapshots, and what happens otherwise.
 *
 * @param hash the SHA-256 of the document's text, as {@code sha256:<64 hex digits>}
 */
public record Policy(
    Guid tenant, List<AllowRule> allow, List<ResponseRule> responses, Limits limits, String hash) {

  public Policy {
    allow = List.copyOf(allow);
    responses = List.copyOf(responses);
  }

  /** The subscriptions that its patterns name, in the order of their first mention. */
  public Set<Guid> subscriptions() {
    Set<Guid> subscriptions = new LinkedHashSet<>();
    allow.forEach(rule -> rule.targets().forEach(each -> subscriptions.add(each.subscription())));
    responses.forEach(
        response -> response.targets().forEach(each -> subscriptions.add(each.subscription())));
    return subscriptions;
  }
}
