package io.snapwarden.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The long form: one run for each seed, its figures, and exit code 0 only if nothing was lost and
 * nothing was done twice. While one run waits for the leases of the dead, the next begins.
 */
@Command(name = "chaos", mixinStandardHelpOptions = true)
public final class ChaosRun implements Callable<Integer> {

  @Option(names = "--writes", defaultValue = "2000", description = "distinct writes in each run")
  private int writes;

  @Option(names = "--kills", defaultValue = "50", description = "workers killed in each run")
  private int kills;

  @Option(names = "--outages", defaultValue = "5", description = "outages of storage in each run")
  private int outages;

  @Option(names = "--seeds", split = ",", defaultValue = "1,2,3", description = "one run for each")
  private List<Long> seeds;

  private ChaosRun() {}

  public static void main(String[] arguments) {
    String[] words =
        Stream.of(String.join(" ", arguments).trim().split("\\s+"))
            .filter(word -> !word.isEmpty())
            .toArray(String[]::new);
    System.exit(new CommandLine(new ChaosRun()).execute(words));
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    Size size = Size.of(writes, kills, outages);
    Semaphore working = new Semaphore(1);
    ExecutorService runs = Executors.newCachedThreadPool();
    List<Future<Figures>> all = new ArrayList<>();
    for (long seed : seeds) {
      working.acquire();
      all.add(runs.submit(() -> one(seed, size, working)));
    }
    boolean sound = true;
    for (Future<Figures> each : all) {
      sound &= each.get().findings().isEmpty();
    }
    runs.shutdown();
    System.out.printf("%.0f s in all%n", (System.nanoTime() - start) / 1e9);
    return sound ? 0 : 1;
  }

  private static Figures one(long seed, Size size, Semaphore working) throws InterruptedException {
    AtomicBoolean worked = new AtomicBoolean();
    Runnable release =
        () -> {
          if (worked.compareAndSet(false, true)) {
            working.release();
          }
        };
    try (Run run = new Run(seed, size)) {
      Figures figures = run.play(release);
      figures.print();
      return figures;
    } finally {
      release.run();
    }
  }
}
