package io.snapwarden.ticket;

import io.snapwarden.ticket.text.Document;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tracker where people look for work. Nobody but {@link Mirror} calls it, one call at a time for
 * each ticket.
 *
 * <p>Each method throws a {@link DeskException} if the desk cannot be told so now; whether it heard
 * of it all the same is then unknown.
 */
public interface TicketDesk {

  /** As in a policy's {@code ticket.desk}. */
  String name();

  /**
   * Finds the ticket that {@link #open} made with this mark, open or not.
   *
   * @return empty also where the desk cannot look anything up
   */
  default Optional<Posted> find(String mark) {
    return Optional.empty();
  }

  /**
   * Opens a ticket.
   *
   * @param mark put into the ticket, so that it is found again; a word of at most 40 letters,
   *     digits and dashes
   */
  Posted open(String mark, Ticket ticket);

  /** Whether a comment with this mark is there; false also where the desk cannot tell. */
  default boolean heard(Posted ticket, String mark) {
    return false;
  }

  void comment(Posted ticket, Note note);

  /** Whether nobody has closed it; true also where the desk cannot tell. */
  default boolean isOpen(Posted ticket) {
    return true;
  }

  /** Closes or resolves it; nothing if it is so already. */
  void close(Posted ticket, Note why);

  /** Opens it again; nothing if it is open. */
  void reopen(Posted ticket, Note why);

  /**
   * A ticket at a desk.
   *
   * @param reference what the desk calls it, as in {@code 12} or {@code SEC-7}
   * @param url where people see it; null if that is not known
   */
  record Posted(String reference, @Nullable String url) {}

  /**
   * Something that a ticket is told.
   *
   * @param mark put into it, so that it is found again
   * @param repeat whether it tells of further writes, and not of how the first one went on
   */
  record Note(String mark, boolean repeat, Document body) {}
}
