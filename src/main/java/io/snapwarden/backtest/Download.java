package io.snapwarden.backtest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.azure.ActivityLog;
import io.snapwarden.azure.ArmException;
import io.snapwarden.azure.ArmException.Kind;
import io.snapwarden.event.Guid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Activity Log of subscriptions into a file, in pieces of time that are shorter where
 * more happened: one reading goes through {@link ActivityLog#MOST_PAGES} pages at most, and a
 * throttled one begins anew. Waits as long as Azure asks.
 */
public final class Download {

  /** How long Azure keeps the log. */
  public static final int MOST_DAYS = 90;

  /** What is just about to leave the log is left alone: a request for older times is refused. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private static final Duration FIRST_PART = Duration.ofDays(1);
  private static final Duration LONGEST_PART = Duration.ofDays(4);
  private static final Duration SHORTEST_PART = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final int MOST_FAILURES = 6;

  private final ActivityLog log;
  private final Clock clock;
  private final Pause pause;
  private final Watcher watcher;

  /** Lets time pass. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time);
  }

  /** Hears how it goes on. */
  public interface Watcher {

    /** So much is there, from 0 to 1, and so many records. */
    void at(double share, long records);

    /** Something for a person to know. */
    void says(String message);
  }

  public Download(ActivityLog log, Clock clock, Pause pause, Watcher watcher) {
    this.log = log;
    this.clock = clock;
    this.pause = pause;
    this.watcher = watcher;
  }

  /** The last days before an instant, in whole seconds. */
  public static SavedLog.Window window(List<Guid> subscriptions, int days, Instant now) {
    Instant to = now.truncatedTo(ChronoUnit.SECONDS);
    Instant from = to.minus(Duration.ofDays(days));
    Instant oldest = oldest(to);
    return new SavedLog.Window(subscriptions, days, from.isBefore(oldest) ? oldest : from, to);
  }

  private static Instant oldest(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(MOST_DAYS)).plus(MARGIN);
  }

  /**
   * Fills the file to its end.
   *
   * @throws ArmException if Azure refuses, or does not answer for long; what is there stays
   */
  public void into(SavedLog file) throws IOException {
    Duration length = FIRST_PART;
    int failures = 0;
    while (!file.complete()) {
      forgotten(file);
      if (file.complete()) {
        return;
      }
      Instant from = file.from();
      Instant to = earlier(from.plus(length), file.to());
      watcher.at(file.share(), file.records());
      SavedLog.Part part = file.part();
      try {
        boolean whole = read(file, part, from, to);
        length = whole ? longer(length) : shorter(from, to);
        if (whole) {
          failures = 0;
          part.commit(to);
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      } catch (ArmException e) {
        failures++;
        pauseAfter(e, failures);
        // All that was read of it is read again: the less, the better.
        length = part.count() == 0 ? length : atLeastShortest(length.dividedBy(2));
      }
    }
    watcher.at(1, file.records());
  }

  /** Both ends are part of what Azure gives; of one and the same second, one part takes it. */
  private boolean read(SavedLog file, SavedLog.Part part, Instant from, Instant to) {
    boolean last = to.equals(file.to());
    return log.read(
        file.subscription().toString(),
        from,
        to,
        record -> {
          Instant at = time(record);
          if (at == null || last || at.isBefore(to)) {
            add(part, record);
          }
        });
  }

  private static void add(SavedLog.Part part, JsonElement record) {
    try {
      part.add(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Instant time(JsonElement record) {
    try {
      return record instanceof JsonObject json
              && json.get("eventTimestamp") instanceof JsonPrimitive text
          ? Instant.parse(text.getAsString())
          : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A download that goes on later may have waited for too long. */
  private void forgotten(SavedLog file) throws IOException {
    Instant oldest = oldest(clock.instant());
    if (file.from().isBefore(oldest)) {
      Instant to = earlier(oldest, file.to());
      watcher.says(
          "what happened in subscription %s between %s and %s is not in the log any more"
              .formatted(file.subscription(), file.from(), to));
      file.skip(to);
    }
  }

  private void pauseAfter(ArmException e, int failures) {
    Duration asked = e.retryAfter();
    Duration wait = asked == null ? Duration.ofSeconds(1L << failures) : asked;
    if (e.kind() == Kind.FINAL || failures > MOST_FAILURES || wait.compareTo(LONGEST_WAIT) > 0) {
      throw e;
    }
    watcher.says(
        "%s; going on in %d s%s"
            .formatted(e.getMessage(), wait.toSeconds(), asked == null ? "" : ", as Azure asks"));
    pause.of(wait);
  }

  private static Duration longer(Duration length) {
    Duration twice = length.multipliedBy(2);
    return twice.compareTo(LONGEST_PART) > 0 ? LONGEST_PART : twice;
  }

  private static Duration shorter(Instant from, Instant to) {
    Duration length = Duration.between(from, to);
    if (length.compareTo(SHORTEST_PART) <= 0) {
      throw new ArmException(
          Kind.FINAL,
          "the Activity Log has more than %d pages between %s and %s"
              .formatted(ActivityLog.MOST_PAGES, from, to),
          null,
          null);
    }
    return atLeastShortest(length.dividedBy(2));
  }

  private static Duration atLeastShortest(Duration length) {
    Duration whole = length.truncatedTo(ChronoUnit.SECONDS);
    return whole.compareTo(SHORTEST_PART) < 0 ? SHORTEST_PART : whole;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
