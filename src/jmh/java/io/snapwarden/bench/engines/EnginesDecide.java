package io.snapwarden.bench.engines;

import io.snapwarden.bench.Workload;
import io.snapwarden.event.SnapshotWrite;
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

  /** How many events are compared where going through all rules for each would take too long. */
  private static final int FEW = 64;

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
    Stream.concat(Stream.of(workload.edges()), Stream.of(writes))
        .limit(engine.scans() && rules > 100 ? FEW : Long.MAX_VALUE)
        .filter(write -> started.allowed(write) != expected.allowed(write))
        .findFirst()
        .ifPresent(
            write -> {
              throw new IllegalStateException(engine + " decides otherwise: " + write);
            });
  }

  @Benchmark
  public boolean decide() {
    next = (next + 1) % writes.length;
    return started.allowed(writes[next]);
  }
}
