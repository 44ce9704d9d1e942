package io.snapwarden.policy;

import java.util.List;

/** Warnings about a good policy that it takes more than the policy to see, each with its place. */
public final class PolicyRemarks {

  private final String text;
  private final Problems problems = new Problems(true);

  /** About the policy in a text. */
  public PolicyRemarks(String text) {
    this.text = text;
  }

  /** About the policy as a whole. */
  public void add(String message) {
    problems.warn(Place.ROOT, message);
  }

  /** About one allow rule, counted from 0. */
  public void addOnRule(int rule, String message) {
    problems.warn(Place.ROOT.member("allow").element(rule), message);
  }

  /** About one remediation of one response, both counted from 0. */
  public void addOnRemediation(int response, int remediation, String message) {
    problems.warn(
        Place.ROOT
            .member("responses")
            .element(response)
            .member("remediations")
            .element(remediation),
        message);
  }

  /** All of them, in the order of the document. */
  public List<Problem> all() {
    return problems.warningsLocated(text);
  }
}
