package io.snapwarden.policy;

import com.google.gson.JsonObject;

/**
 * One remediation of a response, with its options as the policy gives them.
 *
 * @param id as in {@code tag-snapshot}
 * @param options already checked against what the remediation takes; empty if none are given
 */
public record RemediationChoice(String id, JsonObject options) {

  public RemediationChoice {
    options = options.deepCopy();
  }

  /** A copy: JSON objects can be changed. */
  @Override
  public JsonObject options() {
    return options.deepCopy();
  }
}
