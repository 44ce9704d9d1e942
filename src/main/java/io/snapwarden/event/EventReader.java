package io.snapwarden.event;

import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.function.Consumer;

/** Reads the JSON that Azure sends. */
public final class EventReader {

  /** Reads one document: an event, an array of events, or a page of the Activity Log. */
  public List<Reading> read(String json) {
    throw new IllegalStateException("to be written");
  }

  /** Reads any number of documents, one after another or one a line. */
  public void readAll(Reader in, Consumer<Reading> sink) throws IOException {
    throw new IllegalStateException("to be written");
  }
}
