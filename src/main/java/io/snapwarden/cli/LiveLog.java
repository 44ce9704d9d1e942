package io.snapwarden.cli;

import io.snapwarden.azure.ActivityLog;
import io.snapwarden.azure.ArmException;
import io.snapwarden.azure.SignedIn;
import io.snapwarden.backtest.Download;
import io.snapwarden.backtest.SavedLog;
import io.snapwarden.event.Guid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The Activity Log of subscriptions, downloaded first and then read as any other file. */
final class LiveLog {

  private final Surroundings surroundings;

  LiveLog(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Downloads it and has it read.
   *
   * @param save where it stays; null for nowhere
   */
  void read(List<Guid> subscriptions, int days, @Nullable Path save, Consumer<Source> reader) {
    try {
      if (save != null) {
        read(subscriptions, days, save, true, reader);
        return;
      }
      Path directory = Files.createTempDirectory("snapwarden-");
      try {
        read(subscriptions, days, directory.resolve("activity-log.jsonl.gz"), false, reader);
      } finally {
        remove(directory);
      }
    } catch (IOException e) {
      throw Failure.broken("the Activity Log cannot be kept: " + e, e);
    } catch (SavedLog.RefusedException e) {
      throw Failure.badInput("--save: " + e.getMessage());
    }
  }

  private void read(
      List<Guid> subscriptions, int days, Path file, boolean kept, Consumer<Source> reader)
      throws IOException {
    SavedLog.Window window =
        Download.window(
            subscriptions.stream().distinct().toList(), days, surroundings.clock().instant());
    ProgressBar bar = new ProgressBar(surroundings);
    long records;
    try (SavedLog saved = SavedLog.open(file, window)) {
      if (saved.resumed()) {
        surroundings.say(
            "goes on with %s, which has %s".formatted(file, Count.of(saved.records(), "record")));
      }
      OperatorArm azure = OperatorArm.of(surroundings.environment());
      // Or whoever is not signed in would wait for all attempts to fail.
      SignedIn.of(surroundings.environment());
      new Download(
              new ActivityLog(azure.arm(), azure.endpoint()),
              surroundings.clock(),
              LiveLog::sleep,
              bar)
          .into(saved);
      records = saved.records();
    } catch (ArmException e) {
      throw Failure.broken(
          "the Activity Log could not be read: %s%s"
              .formatted(
                  e.getMessage(), kept ? "; the same command goes on with what is in " + file : ""),
          e);
    } finally {
      bar.end();
    }
    if (records > 0) {
      reader.accept(new Source(file.toString()));
    }
  }

  private static void sleep(Duration time) {
    try {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.broken("interrupted", e);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
