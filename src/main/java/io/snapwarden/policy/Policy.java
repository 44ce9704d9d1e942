package io.snapwarden.policy;

import io.snapwarden.event.Guid;
import java.util.List;

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
}
