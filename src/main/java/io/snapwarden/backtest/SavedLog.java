package io.snapwarden.backtest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.snapwarden.event.Guid;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file that an Activity Log is downloaded into, one record a line, part by part. Beside it, until
 * the download is complete, another file says how far it has come: what stands behind that is of a
 * part that was not finished, and is cut off before anything is added. So nothing is lost and
 * nothing there twice, wherever it was interrupted. Only its owner may read it: it holds names and
 * addresses. Not for several threads.
 */
public final class SavedLog implements Closeable {

  /** What the name of the file beside it ends in. */
  public static final String MARK = ".unfinished";

  private static final int FORMAT = 1;

  private final Path mark;
  private final boolean gzip;
  private final FileChannel channel;
  private final Window window;
  private final boolean resumed;
  private Position position;

  /** It cannot go on; the message says why, and what to do. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RefusedException(String message) {
      super(message);
    }
  }

  /** What is to be downloaded: of each subscription from then to then, in whole seconds. */
  public record Window(List<Guid> subscriptions, int days, Instant from, Instant to) {
    public Window {
      subscriptions = List.copyOf(subscriptions);
    }
  }

  /**
   * How far it has come.
   *
   * @param subscription the index of the next one
   * @param from where its next part begins
   * @param bytes how long the file is by then
   */
  private record Position(int subscription, Instant from, long bytes, long records) {}

  private SavedLog(
      Path file, FileChannel channel, Window window, Position position, boolean resumed) {
    this.mark = mark(file);
    this.gzip = file.toString().endsWith(".gz");
    this.channel = channel;
    this.window = window;
    this.position = position;
    this.resumed = resumed;
  }

  /**
   * Begins a download, or goes on with one of the same subscriptions and days.
   *
   * @param wanted what to download; one that goes on keeps the times with which it began
   * @throws RefusedException if the file is something else
   */
  public static SavedLog open(Path file, Window wanted) throws IOException {
    boolean resumed = Files.exists(mark(file));
    // An empty one is left by who was interrupted before anything else.
    if (!resumed && Files.exists(file) && Files.size(file) > 0) {
      throw new RefusedException(
          "%s exists and is complete, or something else: read it without --subscription, or name another file"
              .formatted(file));
    }
    FileChannel channel = channel(file);
    try {
      lock(file, channel);
      SavedLog log =
          resumed
              ? unfinished(file, channel, wanted)
              : new SavedLog(file, channel, wanted, new Position(0, wanted.from(), 0, 0), false);
      if (!resumed) {
        log.remember();
      }
      channel.truncate(log.position.bytes());
      return log;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SavedLog unfinished(Path file, FileChannel channel, Window wanted)
      throws IOException {
    try {
      JsonObject json = JsonParser.parseString(Files.readString(mark(file))).getAsJsonObject();
      if (json.get("format").getAsInt() != FORMAT) {
        throw new IllegalStateException("another format");
      }
      List<Guid> subscriptions = new ArrayList<>();
      for (JsonElement each : json.getAsJsonArray("subscriptions")) {
        subscriptions.add(Guid.of(each.getAsString()));
      }
      Window window =
          new Window(
              subscriptions,
              json.get("days").getAsInt(),
              instant(json, "from"),
              instant(json, "to"));
      if (!subscriptions.equals(wanted.subscriptions()) || window.days() != wanted.days()) {
        throw new RefusedException(
            "%s is unfinished, but of other subscriptions or days: name these, or another file"
                .formatted(file));
      }
      Position position =
          new Position(
              json.get("subscription").getAsInt(),
              instant(json, "next"),
              json.get("bytes").getAsLong(),
              json.get("records").getAsLong());
      if (channel.size() < position.bytes()) {
        throw new RefusedException(
            "%s is shorter than it was when its download was interrupted: remove it and %s, and begin anew"
                .formatted(file, mark(file)));
      }
      return new SavedLog(file, channel, window, position, true);
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | NullPointerException
        | DateTimeException e) {
      throw new RefusedException(
          "%s cannot be understood: remove it and %s, and begin anew".formatted(mark(file), file));
    }
  }

  private static Instant instant(JsonObject json, String key) {
    return Instant.parse(json.get(key).getAsString());
  }

  /** Whether it goes on with what was begun before. */
  public boolean resumed() {
    return resumed;
  }

  /** How many records are in it. */
  public long records() {
    return position.records();
  }

  Guid subscription() {
    return window.subscriptions().get(position.subscription());
  }

  /** Where the next part begins. */
  Instant from() {
    return position.from();
  }

  /** Where the subscription's last part ends. */
  Instant to() {
    return window.to();
  }

  boolean complete() {
    return position.subscription() == window.subscriptions().size();
  }

  /** How much of it is there, by time: from 0 to 1. */
  double share() {
    double whole = window.to().getEpochSecond() - window.from().getEpochSecond();
    double part = position.from().getEpochSecond() - window.from().getEpochSecond();
    return complete()
        ? 1
        : (position.subscription() + part / whole) / window.subscriptions().size();
  }

  /** A part to be filled; what was not committed is gone with the next one. */
  Part part() throws IOException {
    channel.truncate(position.bytes());
    channel.position(position.bytes());
    return new Part();
  }

  /** Nothing is to be had until then. */
  void skip(Instant to) throws IOException {
    advance(to, position.bytes(), 0);
  }

  private void advance(Instant to, long bytes, long records) throws IOException {
    boolean over = !to.isBefore(window.to());
    position =
        new Position(
            position.subscription() + (over ? 1 : 0),
            over ? window.from() : to,
            bytes,
            position.records() + records);
    if (complete()) {
      Files.delete(mark);
    } else {
      remember();
    }
  }

  private void remember() throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("format", FORMAT);
    JsonArray subscriptions = new JsonArray();
    window.subscriptions().forEach(each -> subscriptions.add(each.toString()));
    json.add("subscriptions", subscriptions);
    json.addProperty("days", window.days());
    json.addProperty("from", window.from().toString());
    json.addProperty("to", window.to().toString());
    json.addProperty("subscription", position.subscription());
    json.addProperty("next", position.from().toString());
    json.addProperty("bytes", position.bytes());
    json.addProperty("records", position.records());
    Path next = mark.resolveSibling(mark.getFileName() + ".new");
    Files.writeString(next, json + "\n");
    try (FileChannel written = FileChannel.open(next, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(next, mark, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static Path mark(Path file) {
    return file.resolveSibling(file.getFileName() + MARK);
  }

  private static FileChannel channel(Path file) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), owner);
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    @Nullable FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new RefusedException("another download writes to %s".formatted(file));
    }
  }

  /**
   * A piece of the log in time; compressed, it can be read without those before it. Needs no
   * closing: all it holds is the channel, which stays open.
   */
  final class Part {
    private final @Nullable GZIPOutputStream compressed;
    private final BufferedWriter lines;
    private long count;

    private Part() throws IOException {
      OutputStream raw = Channels.newOutputStream(channel);
      compressed = gzip ? new GZIPOutputStream(raw, 1 << 16) : null;
      lines =
          new BufferedWriter(
              new OutputStreamWriter(
                  compressed == null ? raw : compressed, StandardCharsets.UTF_8));
    }

    void add(JsonElement record) throws IOException {
      lines.write(record.toString());
      lines.write('\n');
      count++;
    }

    long count() {
      return count;
    }

    /** It is whole, and the next begins there. */
    void commit(Instant to) throws IOException {
      if (count == 0) {
        skip(to);
        return;
      }
      lines.flush();
      if (compressed != null) {
        compressed.finish();
      }
      channel.force(false);
      advance(to, channel.position(), count);
    }
  }
}
