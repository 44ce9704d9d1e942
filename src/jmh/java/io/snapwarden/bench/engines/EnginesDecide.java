package io.snapwarden.bench.engines;

import io.snapwarden.bench.Workload;
import io.snapwarden.event.SnapshotWrite;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one decision costs each engine, all with the same policy and the same events, which are read
 * already. An engine that decides otherwise than Snapwarden is not measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
public class EnginesDecide {

  /** How long to compare verdicts; some engines would take hours for all events. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** So many are compared however long it takes; the edges of rules come first. */
  private static final int AT_LEAST = 8;

  @Param({"10", "1000", "100000"})
  int rules;

  @Param Configuration engine;

  private SnapshotWrite[] writes;
  private Engine started;
  private int next;

  @Setup
  public void prepare() {
    Workload workload = new Workload(rules);
    writes = workload.writes();
    started = engine.start(workload);
    compare(workload);
  }

  private void compare(Workload workload) {
    Engine expected = new SnapwardenEngine(workload);
    long until = System.nanoTime() + PATIENCE.toNanos();
    int compared = 0;
    for (SnapshotWrite write :
        Stream.concat(Stream.of(workload.edges()), Stream.of(writes)).toList()) {
      if (compared++ >= AT_LEAST && System.nanoTime() > until) {
        return;
      }
      if (started.allowed(write) != expected.allowed(write)) {
        throw new IllegalStateException(engine + " decides otherwise: " + write);
      }
    }
  }

  @Benchmark
  public boolean decide() {
    next = (next + 1) % writes.length;
    return started.allowed(writes[next]);
  }
}
