package io.snapwarden.backtest;

import com.google.gson.JsonElement;
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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
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

  private final Path beside;
  private final boolean gzip;
  private final FileChannel channel;
  private final boolean resumed;
  private Mark mark;

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

  private SavedLog(Path file, FileChannel channel, Mark mark, boolean resumed) {
    this.beside = beside(file);
    this.gzip = file.toString().endsWith(".gz");
    this.channel = channel;
    this.mark = mark;
    this.resumed = resumed;
  }

  /**
   * Begins a download, or goes on with one of the same subscriptions and days.
   *
   * @param wanted what to download; one that goes on keeps the times with which it began
   * @throws RefusedException if the file is something else
   */
  public static SavedLog open(Path file, Window wanted) throws IOException {
    boolean resumed = Files.exists(beside(file));
    // An empty one is left by who was interrupted before anything else.
    if (!resumed && Files.exists(file) && Files.size(file) > 0) {
      throw new RefusedException(
          "%s exists and is complete, or something else: read it without --subscription, or name another file"
              .formatted(file));
    }
    FileChannel channel = channel(file);
    try {
      lock(file, channel);
      Mark mark = resumed ? unfinished(file, channel, wanted) : Mark.beginning(wanted);
      mark.write(beside(file));
      channel.truncate(mark.bytes());
      return new SavedLog(file, channel, mark, resumed);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Mark unfinished(Path file, FileChannel channel, Window wanted) throws IOException {
    Mark mark =
        Mark.read(beside(file))
            .orElseThrow(
                () ->
                    new RefusedException(
                        "%s cannot be understood: remove it and %s, and begin anew"
                            .formatted(beside(file), file)));
    if (!mark.window().subscriptions().equals(wanted.subscriptions())
        || mark.window().days() != wanted.days()) {
      throw new RefusedException(
          "%s is unfinished, but of other subscriptions or days: name these, or another file"
              .formatted(file));
    }
    if (channel.size() < mark.bytes()) {
      throw new RefusedException(
          "%s is shorter than it was when its download was interrupted: remove it and %s, and begin anew"
              .formatted(file, beside(file)));
    }
    return mark;
  }

  /** Whether it goes on with what was begun before. */
  public boolean resumed() {
    return resumed;
  }

  /** How many records are in it. */
  public long records() {
    return mark.records();
  }

  Guid subscription() {
    return mark.window().subscriptions().get(mark.subscription());
  }

  /** Where the next part begins. */
  Instant from() {
    return mark.next();
  }

  /** Where the subscription's last part ends. */
  Instant to() {
    return mark.window().to();
  }

  boolean complete() {
    return mark.complete();
  }

  /** How much of it is there, by time: from 0 to 1. */
  double share() {
    double whole = mark.window().to().getEpochSecond() - mark.window().from().getEpochSecond();
    double part = mark.next().getEpochSecond() - mark.window().from().getEpochSecond();
    return complete()
        ? 1
        : (mark.subscription() + part / whole) / mark.window().subscriptions().size();
  }

  /** A part to be filled; what was not committed is gone with the next one. */
  Part part() throws IOException {
    channel.truncate(mark.bytes());
    channel.position(mark.bytes());
    return new Part();
  }

  /** Nothing is to be had until then. */
  void skip(Instant to) throws IOException {
    advance(to, mark.bytes(), 0);
  }

  private void advance(Instant to, long bytes, long records) throws IOException {
    mark = mark.after(to, bytes, records);
    if (mark.complete()) {
      Files.delete(beside);
    } else {
      mark.write(beside);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static Path beside(Path file) {
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
