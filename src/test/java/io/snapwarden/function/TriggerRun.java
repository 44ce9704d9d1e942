package io.snapwarden.function;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.ResourceId;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.HostContext;
import io.snapwarden.sandbox.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the trigger as the host does, and shows what it handed to its bindings and its log. */
final class TriggerRun {

  private final App app;
  private @Nullable String policy = resource("/sandbox/policy.json");
  private Output<List<String>> messages = new Output<>();
  private Output<String> kept = new Output<>();
  private Output<String> lastGood = new Output<>();
  private final List<String> log = new ArrayList<>();

  TriggerRun() {
    this(Map.of("AzureWebJobsStorage", "UseDevelopmentStorage=true"));
  }

  TriggerRun(Map<String, String> settings) {
    this.app = new App(settings);
  }

  /** In a process of its own: every verdict once, or only a usual one. */
  public static void main(String[] usualOnly) {
    TriggerRun run = new TriggerRun();
    if (usualOnly.length > 0) {
      run.deliver(byMallory());
      run.log.forEach(System.out::println);
      return;
    }
    for (String event : List.of(byPipeline(), byMallory(), unrelated(), "{\"no\":\"event\"}")) {
      run.deliver(event);
      run.log.forEach(System.out::println);
    }
    TriggerRun cold = new TriggerRun();
    cold.policy("not a policy");
    cold.deliver(byPipeline());
    cold.log.forEach(System.out::println);
  }

  static String byPipeline() {
    return event(
        "nightly-1",
        Events.application(
            "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222"));
  }

  static String byMallory() {
    return event(
        "golden-1", Events.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example"));
  }

  static String unrelated() {
    JsonObject event = JsonParser.parseString(byMallory()).getAsJsonObject();
    event.getAsJsonObject("data").addProperty("operationName", "Microsoft.Compute/snapshots/write");
    return event.toString();
  }

  private static String event(String name, JsonObject claims) {
    return Events.snapshotWrite(
            ResourceId.of(
                "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1/providers/Microsoft.ContainerService/snapshots/"
                    + name),
            claims,
            Instant.parse("2026-11-20T10:00:00Z"),
            "correlation of " + name)
        .toString();
  }

  static String resource(String name) {
    try (InputStream in = TriggerRun.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void policy(@Nullable String text) {
    policy = text;
  }

  void deliver(String event) {
    messages = new Output<>();
    kept = new Output<>();
    lastGood = new Output<>();
    log.clear();
    new OnSnapshotWrite(() -> app)
        .run(event, policy, messages, kept, lastGood, new HostContext("OnSnapshotWrite", log::add));
  }

  @Nullable List<String> messages() {
    return messages.getValue();
  }

  @Nullable String kept() {
    return kept.getValue();
  }

  @Nullable String lastGood() {
    return lastGood.getValue();
  }

  List<String> log() {
    return log;
  }
}
