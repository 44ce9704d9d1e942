package io.snapwarden.bench;

import io.snapwarden.event.EventReader;
import io.snapwarden.event.Reading;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.sandbox.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A policy of many rules, and events to decide by it; the same for the same number of rules. Each
 * rule has a caller and a target of its own. Half of the events are by callers that no rule names,
 * the others are allowed.
 */
public final class Workload {

  /** The instant at which every rule ends. */
  public static final Instant UNTIL = Instant.parse("2030-01-01T00:00:00Z");

  private static final int EVENTS = 1024;
  private static final int EDGES = 6;
  private static final Instant AT = Instant.parse("2026-11-20T10:00:00.1234567Z");
  private static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";

  private final Random random;
  private final List<Rule> rules = new ArrayList<>();

  public Workload(int size) {
    random = new Random(size);
    for (int i = 0; i < size; i++) {
      rules.add(new Rule(id(), target(i + "-*", "nightly-*")));
    }
  }

  /**
   * One caller may write what one pattern covers.
   *
   * @param caller a client id
   */
  public record Rule(String caller, String target) {}

  public List<Rule> rules() {
    return List.copyOf(rules);
  }

  /** The rules as Snapwarden reads them. */
  public String policy() {
    StringBuilder policy = new StringBuilder();
    policy.append("{\"version\":1,\"tenant\":\"").append(Events.TENANT).append("\",\"allow\":[");
    for (int i = 0; i < rules.size(); i++) {
      policy
          .append(i == 0 ? "" : ",")
          .append("{\"id\":\"rule-")
          .append(i)
          .append("\",\"callers\":[{\"application\":\"")
          .append(rules.get(i).caller())
          .append("\"}],\"targets\":[\"")
          .append(rules.get(i).target())
          .append("\"],\"until\":\"")
          .append(UNTIL)
          .append("\",\"owner\":\"o\",\"reason\":\"r\"}");
    }
    return policy
        .append("],\"responses\":[{\"id\":\"all\",\"when\":{},\"mode\":\"ticket\"}]}")
        .toString();
  }

  /** The policy, ready to decide. */
  public Allowlist allowlist() {
    return compile(policy());
  }

  /** A policy's text made ready to decide; it must be good. */
  static Allowlist compile(String policy) {
    return new PolicyReader(new RemediationSpecs())
        .read(policy, Instant.EPOCH)
        .fold(
            good -> Allowlist.compile(good.policy(), null),
            bad -> {
              throw new IllegalStateException(bad.problems().toString());
            });
  }

  /** The events, as Azure sends them. */
  public String[] events() {
    String[] events = new String[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
      int rule = random.nextInt(rules.size());
      String caller = i % 2 == 0 ? rules.get(rule).caller() : id();
      events[i] = event(caller, target(rule + "-1", "nightly-" + i), AT);
    }
    return events;
  }

  /** The events, read. */
  public SnapshotWrite[] writes() {
    return read(List.of(events()));
  }

  /** Events of known callers that are near misses, or hits that are easily missed. */
  public SnapshotWrite[] edges() {
    List<String> edges = new ArrayList<>();
    for (int i = 0; i < EDGES; i++) {
      int rule = random.nextInt(rules.size());
      String caller = rules.get(rule).caller();
      edges.add(event(caller, target((rule + 1) % rules.size() + "-1", "nightly-1"), AT));
      edges.add(event(caller, target(rule + "-1", "weekly-1"), AT));
      edges.add(event(caller, target(rule + "-1", "nightly-1"), UNTIL));
      edges.add(event(caller, target(rule + "-1", "nightly-1"), UNTIL.minusMillis(1)));
      edges.add(event(caller, target(rule + "-X", "NIGHTLY-1"), AT));
    }
    return read(edges);
  }

  private static SnapshotWrite[] read(List<String> events) {
    EventReader reader = new EventReader();
    return events.stream()
        .map(event -> ((Reading.Write) reader.read(event).get(0)).write())
        .toArray(SnapshotWrite[]::new);
  }

  private String event(String caller, String target, Instant at) {
    return Events.snapshotWrite(ResourceId.of(target), Events.application(id(), caller), at, id())
        .toString();
  }

  private static String target(String group, String name) {
    return "/subscriptions/"
        + SUBSCRIPTION
        + "/resourceGroups/aks-"
        + group
        + "/providers/Microsoft.ContainerService/snapshots/"
        + name;
  }

  private String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
