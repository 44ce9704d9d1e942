package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import io.snapwarden.sandbox.ActivityText;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.Principal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** A month in which a pipeline is allowed, another is not known, and somebody tries things. */
final class Histories {

  static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";
  static final Principal PIPELINE =
      Principal.application(
          "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222");
  static final Principal RELEASES =
      Principal.application(
          "99999999-9999-9999-9999-999999999999", "88888888-8888-8888-8888-888888888888");
  static final Principal MALLORY =
      Principal.user("77777777-7777-7777-7777-777777777777", "mallory@contoso.example");

  private Histories() {}

  static ResourceId snapshot(String group, String name) {
    return ResourceId.of(
        "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.ContainerService/snapshots/%s"
            .formatted(SUBSCRIPTION, group, name));
  }

  /** The records of one write: it started, was accepted, and ended. */
  static List<JsonObject> write(
      Principal by, String group, String name, String at, boolean succeeded) {
    Instant when = Instant.parse(at);
    ActivityText text =
        ActivityText.snapshotWrite(snapshot(group, name), by, when, "correlation-" + at + name);
    return List.of(
        text.record("Started", when, Duration.ZERO),
        text.record("Accepted", when, Duration.ZERO),
        text.record(succeeded ? "Succeeded" : "Failed", when, Duration.ZERO));
  }

  /** All records, the newest last. */
  static List<JsonObject> month() {
    List<JsonObject> records = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      records.addAll(
          write(
              PIPELINE,
              "aks-prod-west",
              "nightly-2026110" + day,
              "2026-11-0%dT01:00:00Z".formatted(day),
              true));
      records.addAll(
          write(
              RELEASES,
              "aks-stage",
              "release-" + (40 + day),
              "2026-11-0%dT09:30:00Z".formatted(day),
              true));
    }
    records.addAll(write(MALLORY, "aks-prod-west", "rollback", "2026-11-03T22:00:00Z", true));
    records.addAll(write(MALLORY, "aks-prod-west", "rollback-2", "2026-11-03T22:01:00Z", true));
    records.addAll(write(MALLORY, "aks-prod-west", "rollback-3", "2026-11-03T22:02:00Z", false));
    return records;
  }

  /** The event that Event Grid delivered of the same write. */
  static JsonObject eventOf(Principal by, String group, String name, String at) {
    return Events.snapshotWrite(
        snapshot(group, name), Events.claims(by), Instant.parse(at), "correlation-" + at + name);
  }

  static String lines(List<JsonObject> records) {
    return records.stream().map(JsonObject::toString).collect(Collectors.joining("\n", "", "\n"));
  }

  static String list(List<JsonObject> records) {
    JsonArray array = new JsonArray();
    records.forEach(array::add);
    return array.toString();
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
