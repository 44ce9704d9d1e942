package io.snapwarden.storage;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the rows of one ticket are.
 *
 * @param partition the hash of its fingerprint
 * @param serial unique within it
 */
record TicketKey(String partition, String serial) {

  private static final Pattern FORM = Pattern.compile("([0-9a-f]{64})/([0-9a-f-]{36})");

  static Optional<TicketKey> parse(String text) {
    return Optional.of(FORM.matcher(text))
        .filter(Matcher::matches)
        .map(parts -> new TicketKey(parts.group(1), parts.group(2)));
  }

  /** The ticket's reference. */
  String text() {
    return partition + "/" + serial;
  }

  String ticketRow() {
    return "ticket_" + serial;
  }

  String commentRows() {
    return "comment_" + serial + "_";
  }

  String attendRows() {
    return "attend_" + serial + "_";
  }

  String copyRows() {
    return TableCopies.PREFIX + serial + "_";
  }
}
