package io.snapwarden.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.snapwarden.event.EventReader;
import io.snapwarden.event.Reading;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.Verdict;
import java.util.concurrent.TimeUnit;
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
 * What one event costs: reading it and deciding it, with few rules and with many, against what Gson
 * takes merely to parse the same text. Half of the events are by callers that no rule names. All
 * memory is touched beforehand: to get it from the system can cost more than what is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
public class ReadAndDecide {

  @Param({"10", "100000"})
  int rules;

  private final EventReader reader = new EventReader();
  private String[] events;
  private SnapshotWrite[] writes;
  private Allowlist allowlist;
  private int next;

  @Setup
  public void prepare() {
    Workload workload = new Workload(rules);
    allowlist = workload.allowlist();
    events = workload.events();
    writes = workload.writes();
  }

  private int next() {
    next = (next + 1) % events.length;
    return next;
  }

  /** The yardstick. */
  @Benchmark
  public JsonElement parseOnly() {
    return JsonParser.parseString(events[next()]);
  }

  /** What the trigger does with each event. */
  @Benchmark
  public Verdict readAndDecide() {
    Reading.Write write = (Reading.Write) reader.read(events[next()]).get(0);
    return allowlist.decide(write.write());
  }

  /** The same without the reading. */
  @Benchmark
  public Verdict decideOnly() {
    return allowlist.decide(writes[next()]);
  }
}
