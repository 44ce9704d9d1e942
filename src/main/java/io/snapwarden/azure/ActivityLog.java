package io.snapwarden.azure;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.azure.ArmException.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Activity Log of subscriptions, as far as it is about AKS (azure-rest-api-specs, monitor
 * 2015-04-01, {@code activityLogs_API.json}: ActivityLogs_List). Azure keeps it for 90 days. Safe
 * for use by several threads.
 *
 * <p>Of {@code $filter} the specification allows a range of times and one more condition, "no other
 * syntax"; so operations are told apart by who reads the records. Never {@code $select}: what it
 * can choose from lacks the caller.
 */
public final class ActivityLog {

  /** How many pages one reading goes through at most; a page holds up to 200 records. */
  public static final int MOST_PAGES = 50;

  private static final String VERSION = "2015-04-01";
  private static final String FILTER =
      "eventTimestamp ge '%s' and eventTimestamp le '%s'"
          + " and resourceProvider eq 'Microsoft.ContainerService'";

  private final Arm arm;
  private final ArmEndpoint endpoint;

  /**
   * Wires a reader; nothing is sent yet.
   *
   * @param endpoint what {@code arm} speaks to: no link leads anywhere else
   */
  public ActivityLog(Arm arm, URI endpoint) {
    this.arm = arm;
    this.endpoint = ArmEndpoint.of(endpoint);
  }

  /**
   * Reads what happened in a subscription in a time, both ends included, the newest first. Holds no
   * more than a page at a time.
   *
   * @param from given to Azure in whole seconds, so that a little before it may come, too
   * @param to the same, and a little after it
   * @param sink gets each record as Azure wrote it
   * @return false if there are more than {@link #MOST_PAGES} pages: then the rest was not read
   * @throws ArmException if a page could not be had; then what the sink got is not all
   */
  public boolean read(String subscription, Instant from, Instant to, Consumer<JsonElement> sink) {
    @Nullable ArmRequest next = first(subscription, from, to);
    Set<String> asked = new HashSet<>();
    for (int page = 0; next != null; page++) {
      if (page == MOST_PAGES) {
        return false;
      }
      if (!asked.add(next.query())) {
        throw broken("a link that leads in a circle");
      }
      JsonObject answer = page(next);
      // Before its link is looked at: a bad one must not hide what came with it.
      records(answer).forEach(sink);
      next = next(next, answer.get("nextLink"));
    }
    return true;
  }

  private static ArmRequest first(String subscription, Instant from, Instant to) {
    Instant start = from.truncatedTo(ChronoUnit.SECONDS);
    Instant end = to.plus(Duration.ofNanos(999_999_999)).truncatedTo(ChronoUnit.SECONDS);
    return ArmRequest.get(
            "/subscriptions/%s/providers/microsoft.insights/eventtypes/management/values"
                .formatted(subscription),
            VERSION)
        .with("$filter", FILTER.formatted(start, end));
  }

  private JsonObject page(ArmRequest request) {
    ArmAnswer answer = arm.send(request);
    if (answer.status() != 200 || !(answer.body() instanceof JsonObject json)) {
      throw ArmException.of(answer);
    }
    return json;
  }

  /** A page without records may have a link all the same. */
  private @Nullable ArmRequest next(ArmRequest from, @Nullable JsonElement link) {
    if (link == null || link instanceof JsonNull) {
      return null;
    }
    if (!(link instanceof JsonPrimitive text)) {
      throw broken("a link that is no text");
    }
    return text.getAsString().isEmpty()
        ? null
        : NextLink.follow(endpoint, from, text.getAsString());
  }

  /** What has no records is no page: taken for an empty one, it would hide what happened. */
  private static JsonArray records(JsonObject page) {
    if (page.get("value") instanceof JsonArray records) {
      return records;
    }
    throw broken("a page without records");
  }

  private static ArmException broken(String what) {
    return new ArmException(Kind.FINAL, "the Activity Log answered with " + what, null, null);
  }
}
