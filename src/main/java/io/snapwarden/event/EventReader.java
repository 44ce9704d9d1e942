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
import org.jspecify.annotations.Nullable;

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
    try {
      document(new StringReader(json), readings::add);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can always be read", e);
    }
    return readings;
  }

  /**
   * Reads a file of events, holding no more than one of them at a time: one document, several
   * printed one after another, or one a line. A line that cannot be read does not stop the lines
   * after it.
   *
   * @throws IOException if the source cannot be read
   */
  public void readAll(Reader in, Consumer<Reading> sink) throws IOException {
    Lines lines = new Lines(new BufferedReader(in));
    if (!lines.oneEventEach()) {
      documents(lines, sink);
      return;
    }
    for (String line = lines.next(); line != null; line = lines.next()) {
      document(new StringReader(line), sink);
    }
  }

  /** One document, or several one after another, as {@code jq} prints them. */
  private static void documents(Lines lines, Consumer<Reading> sink) throws IOException {
    Lines.Value value = lines.value();
    if (value == null) {
      document(new StringReader(""), sink);
    }
    while (value != null) {
      document(value, sink);
      value.skipRest();
      value = lines.value();
    }
  }

  private static void document(Reader text, Consumer<Reading> sink) throws IOException {
    Source source = new Source(text);
    JsonReader json = new JsonReader(source);
    Delivery delivery = new Delivery(sink);
    try {
      if (json.peek() == JsonToken.BEGIN_ARRAY) {
        json.beginArray();
        while (json.hasNext()) {
          event(json, delivery);
        }
        json.endArray();
      } else {
        event(json, delivery);
      }
      if (json.peek() == JsonToken.END_DOCUMENT) {
        return;
      }
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // Only what Gson says of the text is a reading; Gson 2.9.0 says some of it unchecked.
      if (e == source.failure || e == delivery.failure) {
        throw e;
      }
      sink.accept(new Reading.Unreadable(null, "not JSON: " + reason(e)));
      return;
    }
    sink.accept(new Reading.Unreadable(null, "there is more text after the end of the JSON"));
  }

  private static void event(JsonReader json, Consumer<RawEvent> found) throws IOException {
    RawEvent event = RawEventParser.parse(json, found);
    // A page is no event; but an event that also looks like a page stays one, and is not hidden by
    // it.
    if (!event.page || event.namesItself() || event.problem != null) {
      found.accept(event);
    }
  }

  /** Gson's messages end with a link for its own users. */
  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return line.length() <= REASON_LENGTH ? line : line.substring(0, REASON_LENGTH);
  }

  /** Tells a source that fails from a text that ends too early. */
  private static final class Source extends FilterReader {
    private @Nullable IOException failure;

    Source(Reader in) {
      super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      try {
        return in.read(buffer, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }

  /** Tells a sink that fails from a text that is wrong. */
  private static final class Delivery implements Consumer<RawEvent> {
    private final Consumer<Reading> sink;
    private @Nullable RuntimeException failure;

    Delivery(Consumer<Reading> sink) {
      this.sink = sink;
    }

    @Override
    public void accept(RawEvent event) {
      try {
        sink.accept(Interpreter.reading(event));
      } catch (RuntimeException e) {
        failure = e;
        throw e;
      }
    }
  }
}
