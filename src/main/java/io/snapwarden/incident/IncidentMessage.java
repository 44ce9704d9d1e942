package io.snapwarden.incident;

import io.snapwarden.event.Hash;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.ResponseRule;
import io.snapwarden.policy.Verdict;
import io.snapwarden.policy.ViolationCode;
import java.util.Set;

/**
 * What goes through the queue {@code snapwarden-incidents}. A message is the write's only way in,
 * so it carries all that the incident needs; {@link MessageJson} gives its text.
 */
public sealed interface IncidentMessage {

  /**
   * A write that the policy does not allow, or an attempt at one.
   *
   * @param response what to do about it; its own conditions are not carried along
   * @param targetsPerHour the policy's limit on remediated targets
   */
  record Detected(
      SnapshotWrite write,
      Set<ViolationCode> codes,
      String reason,
      ResponseRule response,
      String policyHash,
      int targetsPerHour)
      implements IncidentMessage {
    public Detected {
      codes = Set.copyOf(codes);
    }

    static Detected of(
        SnapshotWrite write, Verdict.Violation violation, CurrentPolicy.InForce decidedBy) {
      return new Detected(
          write,
          violation.codes(),
          violation.reason(),
          violation.response(),
          decidedBy.hash(),
          decidedBy.limits().remediatedTargetsPerHour());
    }
  }

  /** An incident has more work to do. */
  record Advance(IncidentId incident) implements IncidentMessage {}

  /**
   * Something came in that makes no sense: an event, a policy or a message.
   *
   * @param from what it was meant to be, as in {@code event}
   * @param reason what is wrong with it
   * @param digest the SHA-256 of the whole text, which names the incident
   * @param excerpt the text, or its beginning if a queue message would not hold it all
   * @param length of the whole text, in characters
   */
  record NotUnderstood(String from, String reason, String digest, String excerpt, int length)
      implements IncidentMessage {

    /**
     * A queue message holds about 48 KB; a character may take three bytes and a JSON escape six.
     */
    public static final int EXCERPT_CHARACTERS = 6_000;

    /** Of a whole text, cut to what a queue message holds. */
    public static NotUnderstood of(String from, String reason, String raw) {
      return new NotUnderstood(from, reason, Hash.hex(raw), beginning(raw), raw.length());
    }

    /** Of a whole text, for a worker that is at hand: no queue lies between. */
    public static NotUnderstood uncut(String from, String reason, String raw) {
      return new NotUnderstood(from, reason, Hash.hex(raw), raw, raw.length());
    }

    private static String beginning(String raw) {
      if (raw.length() <= EXCERPT_CHARACTERS) {
        return raw;
      }
      boolean splitsCharacter = Character.isHighSurrogate(raw.charAt(EXCERPT_CHARACTERS - 1));
      return raw.substring(0, splitsCharacter ? EXCERPT_CHARACTERS - 1 : EXCERPT_CHARACTERS);
    }

    /** Whether the message carries the whole text. */
    public boolean whole() {
      return excerpt.length() == length;
    }
  }

  /**
   * A write that came while the newest policy was bad, to a process that knew no good one.
   *
   * @param write with the caller's groups, unlike every other message: they have not decided yet
   * @param badPolicy the hash of the bad policy
   */
  record Undecided(SnapshotWrite write, String badPolicy) implements IncidentMessage {}

  /**
   * A desk has something to learn of a ticket.
   *
   * @param ticket its reference in the ledger
   * @param desk as in {@code github}
   * @param urgent whether it is more than one further write among others
   */
  record Tell(String ticket, String desk, boolean urgent) implements IncidentMessage {}
}
