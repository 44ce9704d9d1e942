package io.snapwarden.incident;

import io.snapwarden.event.Hash;
import java.time.Instant;

/**
 * One line of an incident's journal.
 *
 * @param number counted from 1
 * @param previous the hash of the entry before; empty for the first
 * @param hash over the number, the time, the kind, the text and the hash before
 */
public record JournalEntry(
    int number, Instant at, Kind kind, String text, String previous, String hash) {

  /** What an entry tells. */
  public enum Kind {
    /** Something that came in or was decided. */
    NOTE,
    /** What is about to be done. */
    INTENT,
    /** How it ended. */
    RESULT
  }

  /** The entry after a journal's present end. */
  public static JournalEntry after(Incident.JournalHead head, Instant at, Kind kind, String text) {
    int number = head.count() + 1;
    return new JournalEntry(
        number, at, kind, text, head.hash(), hash(number, at, kind, text, head.hash()));
  }

  /** Whether the entry is as it was written. */
  public boolean sound() {
    return hash.equals(hash(number, at, kind, text, previous));
  }

  private static String hash(int number, Instant at, Kind kind, String text, String previous) {
    return Hash.hex(number + "\n" + at + "\n" + kind + "\n" + previous + "\n" + text);
  }
}
