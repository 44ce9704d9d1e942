package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the simulated AKS is at work on, how it ends, and how much may be asked of it. */
final class AksWork {

  private static final List<String> AT_REST = List.of("", "Succeeded", "Failed", "Canceled");
  private static final int BUCKET = 20;

  /** How the next work on a resource ends instead of well. */
  private record Ending(String state, String code, String message) {}

  /** What was asked lately, as in a bucket that one drop a minute refills. */
  private record Bucket(double left, Instant at) {}

  private final Map<String, Ending> ordered = new HashMap<>();
  private final Map<String, Bucket> buckets = new HashMap<>();
  private Duration[] longest = new Duration[0];

  void endsBadly(String id, String state, String code, String message) {
    ordered.put(ArmPath.key(id), new Ending(state, code, message));
  }

  /** The next work takes this long, whatever it is. */
  void nextTakes(Duration time) {
    longest = new Duration[] {time};
  }

  static boolean busy(JsonObject properties) {
    return !AT_REST.contains(state(properties));
  }

  static String state(JsonObject properties) {
    return AksPools.text(properties, "provisioningState");
  }

  static ArmReply conflict(String what, JsonObject properties) {
    return ArmReply.error(
        409,
        "OperationNotAllowed",
        "Operation is not allowed: Another %soperation (%s) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details"
            .formatted(
                what.isEmpty() ? "" : "agentpool ",
                what.isEmpty() ? state(properties) : what + " - " + state(properties)));
  }

  /** Twenty PUTs in a row, and then one a minute. */
  Optional<ArmReply> throttled(String clusterId, Instant now) {
    String key = ArmPath.key(clusterId);
    Bucket was = buckets.getOrDefault(key, new Bucket(BUCKET, now));
    double left =
        Math.min(BUCKET, was.left() + Duration.between(was.at(), now).toMillis() / 60_000.0);
    buckets.put(key, new Bucket(left >= 1 ? left - 1 : left, now));
    return left >= 1
        ? Optional.empty()
        : Optional.of(
            ArmReply.error(
                    429,
                    "TooManyRequests",
                    "The request is being throttled as the limit has been reached for operation type - Put.")
                .with("Retry-After", String.valueOf((long) Math.ceil((1 - left) * 60))));
  }

  /**
   * Starts work on a cluster or a pool.
   *
   * @param well what has become of its properties if it ends well
   */
  void begin(
      String id, String state, Duration takes, Consumer<JsonObject> well, ArmResources azure) {
    change(
        id,
        azure,
        properties -> {
          properties.addProperty("provisioningState", state);
          properties.remove("status");
        });
    Duration time = longest.length > 0 ? longest[0] : takes;
    longest = new Duration[0];
    azure.later(time, () -> end(id, well, azure));
  }

  private void end(String id, Consumer<JsonObject> well, ArmResources azure) {
    @Nullable Ending bad = ordered.remove(ordered.containsKey("") ? "" : ArmPath.key(id));
    change(
        id,
        azure,
        properties -> {
          properties.addProperty("provisioningState", bad == null ? "Succeeded" : bad.state());
          if (bad == null) {
            well.accept(properties);
          } else {
            JsonObject error = new JsonObject();
            error.addProperty("code", bad.code());
            error.addProperty("message", bad.message());
            JsonObject status = new JsonObject();
            status.add("provisioningError", error);
            properties.add("status", status);
          }
        });
  }

  private static void change(String id, ArmResources azure, Consumer<JsonObject> edit) {
    if (id.toLowerCase(Locale.ROOT).contains("/agentpools/")) {
      AksPools.find(id, azure)
          .ifPresent(
              properties -> {
                edit.accept(properties);
                AksPools.save(id, properties, azure);
              });
    } else {
      azure
          .find(id)
          .ifPresent(
              cluster -> {
                edit.accept(AksPools.properties(cluster));
                azure.put(id, cluster);
              });
    }
  }
}
