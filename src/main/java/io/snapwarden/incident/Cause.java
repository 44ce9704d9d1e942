package io.snapwarden.incident;

import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.ViolationCode;
import java.util.Set;

/** Why there is an incident. */
public sealed interface Cause {

  /**
   * A write that the policy does not allow, or an attempt at one.
   *
   * @param reason why, in one sentence
   * @param response the id of the response that the policy gives
   */
  record Violation(SnapshotWrite write, Set<ViolationCode> codes, String reason, String response)
      implements Cause {
    public Violation {
      codes = Set.copyOf(codes);
    }
  }

  /**
   * An event, a policy or a queue message that could not be understood.
   *
   * @param from what it was meant to be: {@code event}, {@code policy} or {@code message}
   * @param reason what is wrong with it
   * @param evidence where the raw text is kept
   * @param digest the SHA-256 of the whole text
   * @param whole whether the evidence is the whole text; otherwise it is the beginning, and the
   *     whole is where the trigger put it: see {@link Evidence#unreadable}
   */
  record NotUnderstood(String from, String reason, String evidence, String digest, boolean whole)
      implements Cause {}
}
