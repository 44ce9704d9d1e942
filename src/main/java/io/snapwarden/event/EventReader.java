package io.snapwarden.event;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the JSON that Azure sends: Event Grid's schema, CloudEvents 1.0 and records of the Activity
 * Log, alone, in arrays, in pages, or one a line. Never throws for what stands in the text:
 * whatever cannot be read is {@link Reading.Unreadable}. Has no state.
 */
public final class EventReader {

  private static final int REASON_LENGTH = 300;

  /** Reads one document: an event, an array of events, or a page of the Activity Log. */
  public List<Reading> read(String json) {
    List<Reading> readings = new ArrayList<>(1);
    document(new StringReader(json), readings::add);
    return readings;
  }

  /**
   * Reads a file of events, holding no more than one of them at a time: one document, or one a
   * line. A line that cannot be read does not stop the lines after it.
   *
   * @throws IOException if the source cannot be read
   */
  public void readAll(Reader in, Consumer<Reading> sink) throws IOException {
    Lines lines = new Lines(new BufferedReader(in));
    if (!lines.oneEventEach()) {
      try {
        document(new Source(lines.whole()), sink);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      return;
    }
    for (String line = lines.next(); line != null; line = lines.next()) {
      document(new StringReader(line), sink);
    }
  }

  private static void document(Reader text, Consumer<Reading> sink) {
    JsonReader json = new JsonReader(text);
    Consumer<RawEvent> found = event -> accept(sink, Interpreter.reading(event));
    Reading.Unreadable wrong = null;
    try {
      if (json.peek() == JsonToken.BEGIN_ARRAY) {
        json.beginArray();
        while (json.hasNext()) {
          event(json, found);
        }
        json.endArray();
      } else {
        event(json, found);
      }
      if (json.peek() != JsonToken.END_DOCUMENT) {
        wrong = new Reading.Unreadable(null, "there is more text after the end of the JSON");
      }
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // The last is what the worker's Gson says of a bad escape.
      wrong = new Reading.Unreadable(null, "not JSON: " + reason(e));
    } catch (SinkException e) {
      throw e.thrown;
    }
    if (wrong != null) {
      sink.accept(wrong);
    }
  }

  private static void event(JsonReader json, Consumer<RawEvent> found) throws IOException {
    RawEvent event = RawEventParser.parse(json, found);
    // A page is no event; but an event that also looks like a page stays one, and is not hidden by
    // it.
    if (!event.page || event.namesItself() || event.problem != null) {
      found.accept(event);
    }
  }

  private static void accept(Consumer<Reading> sink, Reading reading) {
    try {
      sink.accept(reading);
    } catch (RuntimeException e) {
      throw new SinkException(e);
    }
  }

  /** Gson's messages end with a link for its own users. */
  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.length() <= REASON_LENGTH ? line : line.substring(0, REASON_LENGTH);
  }

  /** Carries what the sink threw past the handling of what the JSON reader throws. */
  private static final class SinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RuntimeException thrown;

    SinkException(RuntimeException thrown) {
      super(thrown.getMessage(), thrown, false, false);
      this.thrown = thrown;
    }
  }

  /**
   * Tells a source that cannot be read from a text that is no JSON: both are {@link IOException}.
   */
  private static final class Source extends FilterReader {
    Source(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
