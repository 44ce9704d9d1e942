package io.snapwarden.policy;

import java.util.Set;
import java.util.function.Function;

/** What the policy says of one write. */
public sealed interface Verdict {

  <T> T fold(Function<Allowed, T> allowed, Function<Violation, T> violation);

  /** Why, in one sentence that names the rule which allowed it or came nearest. */
  String reason();

  /** A rule allows it. */
  record Allowed(String rule, String reason) implements Verdict {
    @Override
    public <T> T fold(Function<Allowed, T> ifAllowed, Function<Violation, T> ifViolation) {
      return ifAllowed.apply(this);
    }
  }

  /**
   * No rule allows it.
   *
   * @param attempt whether nothing was written; then the response goes no further than a ticket
   * @param codes at least one
   * @param response what to do about it, with its mode already capped for an attempt
   */
  record Violation(boolean attempt, Set<ViolationCode> codes, ResponseRule response, String reason)
      implements Verdict {
    public Violation {
      codes = Set.copyOf(codes);
      if (codes.isEmpty()) {
        throw new IllegalArgumentException("a violation has a code");
      }
    }

    @Override
    public <T> T fold(Function<Allowed, T> ifAllowed, Function<Violation, T> ifViolation) {
      return ifViolation.apply(this);
    }
  }
}
