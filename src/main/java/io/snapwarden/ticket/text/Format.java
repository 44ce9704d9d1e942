package io.snapwarden.ticket.text;

/**
 * Writes documents in the format of one tracker, so that no text in them does anything there.
 *
 * @param <T> what the tracker takes: a string, or JSON
 */
@FunctionalInterface
public interface Format<T> {
  T write(Document document);
}
