package io.snapwarden.backtest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.snapwarden.event.Guid;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a download has come, in a file of its own beside it.
 *
 * @param subscription the index of the next one
 * @param next where its next part begins
 * @param bytes how long the downloaded file is by then
 * @param records how many there are in it
 */
record Mark(SavedLog.Window window, int subscription, Instant next, long bytes, long records) {

  private static final int FORMAT = 1;

  static Mark beginning(SavedLog.Window window) {
    return new Mark(window, 0, window.from(), 0, 0);
  }

  /** Whether there is nothing left to be read. */
  boolean complete() {
    return subscription == window.subscriptions().size();
  }

  /** The same after a part that ends there. */
  Mark after(Instant end, long newBytes, long more) {
    boolean over = !end.isBefore(window.to());
    return new Mark(
        window,
        subscription + (over ? 1 : 0),
        over ? window.from() : end,
        newBytes,
        records + more);
  }

  /** Empty if the file says nothing that could be gone on with. */
  static Optional<Mark> read(Path file) throws IOException {
    try {
      JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      List<Guid> subscriptions = new ArrayList<>();
      for (JsonElement each : json.getAsJsonArray("subscriptions")) {
        subscriptions.add(Guid.of(each.getAsString()));
      }
      Mark mark =
          new Mark(
              new SavedLog.Window(
                  subscriptions,
                  json.get("days").getAsInt(),
                  instant(json, "from"),
                  instant(json, "to")),
              json.get("subscription").getAsInt(),
              instant(json, "next"),
              json.get("bytes").getAsLong(),
              json.get("records").getAsLong());
      boolean sound =
          json.get("format").getAsInt() == FORMAT
              && mark.bytes >= 0
              && mark.subscription >= 0
              && mark.subscription < subscriptions.size();
      return sound ? Optional.of(mark) : Optional.empty();
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException
        | NullPointerException
        | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** In one piece: whatever ends this process, the file says what it said before or this. */
  void write(Path file) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    JsonArray subscriptions = new JsonArray();
    window.subscriptions().forEach(each -> subscriptions.add(each.toString()));
    json.add("subscriptions", subscriptions);
    json.addProperty("days", window.days());
    json.addProperty("from", window.from().toString());
    json.addProperty("to", window.to().toString());
    json.addProperty("subscription", subscription);
    json.addProperty("next", next.toString());
    json.addProperty("bytes", bytes);
    json.addProperty("records", records);
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, json + "\n");
    try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Instant instant(JsonObject json, String key) {
    return Instant.parse(json.get(key).getAsString());
  }
}
