package io.snapwarden.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Azurite as a storage account that goes away and comes back, and has then what it acknowledged.
 *
 * <p>Azurite keeps its tables and queues in memory and writes them to disk every five seconds and
 * once more when it is asked to end. A request that is being worked on at that moment may be
 * answered after the last writing, and then what was acknowledged is gone. So there is a {@link
 * Gate} before it: an outage cuts off the clients at any moment, waits until nothing is being
 * worked on behind the gate, and only then ends Azurite.
 */
public final class DurableAzurite implements AutoCloseable {

  private static final Duration QUIET = Duration.ofMillis(400);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Azurite azurite;
  private final Gate blob;
  private final Gate queue;
  private final Gate table;

  /** However this process ends, the emulator and its data must not outlive it. */
  private final Thread hook = new Thread(this::end, "end of Azurite");

  private DurableAzurite(Path folder) {
    this.folder = folder;
    this.azurite = Azurite.start(folder);
    this.blob = new Gate(azurite.ports().blob());
    this.queue = new Gate(azurite.ports().queue());
    this.table = new Gate(azurite.ports().table());
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** With its data in a folder of its own, which is deleted in the end. */
  public static DurableAzurite start() {
    try {
      return new DurableAzurite(Files.createTempDirectory("snapwarden-azurite"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new account's connection string: nothing is in it yet. */
  public String connectionString() {
    return Azurite.connectionString(new Azurite.Ports(blob.port(), queue.port(), table.port()));
  }

  /** From now on nobody gets an answer. */
  public synchronized void goDown() {
    gates().forEach(Gate::shut);
    awaitQuiet();
    awaitAnswer();
    awaitQuiet();
    gates().forEach(Gate::clear);
    azurite.close();
  }

  /** It is there again, with all that was acknowledged. */
  public synchronized void comeBack() {
    azurite.startAgain();
    gates().forEach(Gate::open);
  }

  private List<Gate> gates() {
    return List.of(blob, queue, table);
  }

  private void awaitQuiet() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (gates().stream().anyMatch(gate -> gate.quietFor() < QUIET.toMillis())) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Azurite does not come to rest");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** An answer shows that the quiet was not that of an emulator that hangs. */
  private void awaitAnswer() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!azurite.ports().allAnswer()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Azurite does not answer");
      }
    }
  }

  @Override
  public synchronized void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    end();
  }

  private void end() {
    gates().forEach(Gate::close);
    azurite.close();
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).forEach(DurableAzurite::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
