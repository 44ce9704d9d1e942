package io.snapwarden.event;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
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
 * whatever cannot be read is {@link Reading.Unreadable}. Has no state, and the depth of its
 * recursion does not depend on the text.
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
   * Reads any number of documents, one after another or one a line, holding no more than one event
   * at a time. What is not JSON is one unreadable reading, and what comes after it goes on.
   *
   * @throws IOException if the source cannot be read
   */
  public void readAll(Reader in, Consumer<Reading> sink) throws IOException {
    try {
      Documents documents = new Documents(new Source(in));
      for (Reader text = documents.next(); text != null; text = documents.next()) {
        document(text, sink);
      }
      if (documents.none()) {
        sink.accept(new Reading.Unreadable(null, "not JSON: the text is empty"));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void document(Reader text, Consumer<Reading> sink) {
    JsonReader json = Part.strict(text);
    Consumer<RawEvent> found = event -> accept(sink, Interpreter.reading(event));
    String wrong = null;
    try {
      if (json.peek() == JsonToken.BEGIN_ARRAY) {
        json.beginArray();
        for (int i = 0; json.hasNext(); i++) {
          RawEvent event = RawEvent.in("$", i);
          if (isEvent(json, event, found)) {
            found.accept(event);
          }
        }
        json.endArray();
      } else {
        RawEvent event = RawEvent.alone();
        if (isEvent(json, event, found)) {
          found.accept(event);
        }
      }
      if (json.peek() != JsonToken.END_DOCUMENT) {
        wrong = "there is more text after the end of the JSON";
      }
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // The last is what the worker's Gson says of a bad escape.
      wrong = "not JSON: " + reason(e);
    } catch (SinkException e) {
      throw e.thrown;
    }
    if (wrong != null) {
      sink.accept(new Reading.Unreadable(null, wrong));
    }
  }

  /**
   * Reads a value; says whether it is an event. A page is none; but an event that also looks like a
   * page stays one, and is not hidden by it.
   */
  private static boolean isEvent(JsonReader json, RawEvent event, Consumer<RawEvent> inside)
      throws IOException {
    RawEventParser.parse(json, event, inside);
    return !event.page || event.speaks();
  }

  private static void accept(Consumer<Reading> sink, Reading reading) {
    try {
      sink.accept(reading);
    } catch (RuntimeException e) {
      throw new SinkException(e);
    }
  }

  /** Gson's messages end with a link for its own users, and hold keys of the text. */
  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return SafeWords.of(end < 0 ? message : message.substring(0, end), REASON_LENGTH);
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
