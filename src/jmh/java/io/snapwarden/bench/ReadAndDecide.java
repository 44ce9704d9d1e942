package io.snapwarden.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.snapwarden.event.EventReader;
import io.snapwarden.event.Reading;
import io.snapwarden.event.ResourceId;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.PolicyReading;
import io.snapwarden.policy.Verdict;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.sandbox.Events;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one event costs: reading it and deciding it, with few rules and with many, against what Gson
 * takes merely to parse the same text. Half of the events are by callers that no rule names.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadAndDecide {

  private static final int EVENTS = 1024;
  private static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";

  @Param({"10", "100000"})
  int rules;

  private final EventReader reader = new EventReader();
  private final String[] events = new String[EVENTS];
  private Allowlist allowlist;
  private int next;

  @Setup
  public void prepare() {
    Random random = new Random(rules);
    String[] callers = new String[rules];
    StringBuilder policy = new StringBuilder();
    policy.append("{\"version\":1,\"tenant\":\"").append(Events.TENANT).append("\",\"allow\":[");
    for (int i = 0; i < rules; i++) {
      callers[i] = new UUID(random.nextLong(), random.nextLong()).toString();
      policy
          .append(i == 0 ? "" : ",")
          .append("{\"id\":\"rule-")
          .append(i)
          .append("\",\"callers\":[{\"application\":\"")
          .append(callers[i])
          .append("\"}],\"targets\":[\"/subscriptions/")
          .append(SUBSCRIPTION)
          .append("/resourceGroups/aks-")
          .append(i)
          .append("-*/providers/Microsoft.ContainerService/snapshots/nightly-*\"],")
          .append("\"until\":\"2030-01-01T00:00:00Z\",\"owner\":\"o\",\"reason\":\"r\"}");
    }
    policy.append("],\"responses\":[{\"id\":\"all\",\"when\":{},\"mode\":\"ticket\"}]}");
    PolicyReading reading =
        new PolicyReader(new RemediationSpecs()).read(policy.toString(), Instant.EPOCH);
    allowlist =
        reading.fold(
            good -> Allowlist.compile(good.policy(), null),
            bad -> {
              throw new IllegalStateException(bad.problems().toString());
            });
    for (int i = 0; i < EVENTS; i++) {
      int rule = random.nextInt(rules);
      boolean known = i % 2 == 0;
      events[i] =
          Events.snapshotWrite(
                  ResourceId.of(
                      "/subscriptions/"
                          + SUBSCRIPTION
                          + "/resourceGroups/aks-"
                          + rule
                          + "-1/providers/Microsoft.ContainerService/snapshots/nightly-"
                          + i),
                  Events.application(
                      UUID.randomUUID().toString(),
                      known ? callers[rule] : UUID.randomUUID().toString()),
                  Instant.parse("2026-11-20T10:00:00.1234567Z"),
                  UUID.randomUUID().toString())
              .toString();
    }
  }

  private String event() {
    next = (next + 1) % EVENTS;
    return events[next];
  }

  /** The yardstick. */
  @Benchmark
  public JsonElement parseOnly() {
    return JsonParser.parseString(event());
  }

  /** What the trigger does with each event. */
  @Benchmark
  public Verdict readAndDecide() {
    Reading.Write write = (Reading.Write) reader.read(event()).get(0);
    return allowlist.decide(write.write());
  }
}
