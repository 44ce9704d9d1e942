package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import io.snapwarden.event.Hash;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who may write which snapshots, and what happens otherwise.
 *
 * @param text the document that says so
 */
public record Policy(
    Guid tenant, List<AllowRule> allow, List<ResponseRule> responses, Limits limits, String text) {

  public Policy {
    allow = List.copyOf(allow);
    responses = List.copyOf(responses);
  }

  /**
   * The SHA-256 of the document, as {@code sha256:<64 hex digits>}; worked out with each call, for
   * most who decide want none.
   */
  public String hash() {
    return hash(text);
  }

  /** The same of any text. */
  static String hash(String text) {
    return "sha256:" + Hash.hex(text);
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
