package io.snapwarden.remediation.container;

import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A container group as it is now, with its {@code instanceView}, which only a GET of the group
 * itself has ({@code ContainerGroups_Get} in azure-rest-api-specs,
 * Microsoft.ContainerInstance/stable/2025-09-01/containerInstance.json).
 */
record LiveGroup(ResourceId id, JsonObject json) {

  private static final Set<String> BAD = Set.of("failed", "unhealthy", "notaccessible");
  private static final Set<String> SETTLED =
      Set.of("", "succeeded", "failed", "unhealthy", "notaccessible", "canceled");

  /** Whether Azure is at work on it. */
  boolean moving() {
    return !SETTLED.contains(state("provisioningState"));
  }

  /** Whether somebody stopped it: then it is meant to be so. */
  boolean stopped() {
    return Fields.text(json, "properties", "instanceView", "state").equalsIgnoreCase("Stopped");
  }

  /** Whether nothing in it runs. */
  boolean ended() {
    return containers().stream().noneMatch(each -> now(each, "state").equals("running"));
  }

  boolean unhealthy() {
    return BAD.contains(state("provisioningState"))
        || containers().stream().anyMatch(LiveGroup::unhealthy);
  }

  /** A container that ended well has done its work, unless it should run for ever. */
  private static boolean unhealthy(JsonObject container) {
    return switch (now(container, "state")) {
      case "waiting" -> true;
      case "terminated" ->
          Fields.whole(container, "properties", "instanceView", "currentState", "exitCode")
                  .orElse(0)
              != 0;
      default -> false;
    };
  }

  /** When one of its containers was last started; empty if Azure does not say. */
  Optional<Instant> started() {
    return containers().stream()
        .flatMap(
            each ->
                Stream.of("currentState", "previousState")
                    .map(
                        state ->
                            Fields.text(each, "properties", "instanceView", state, "startTime")))
        .flatMap(text -> instant(text).stream())
        .max(Comparator.naturalOrder());
  }

  private List<JsonObject> containers() {
    return Fields.objects(json, "properties", "containers");
  }

  private String state(String field) {
    return Fields.text(json, "properties", field).toLowerCase(Locale.ROOT);
  }

  private static String now(JsonObject container, String field) {
    return Fields.text(container, "properties", "instanceView", "currentState", field)
        .toLowerCase(Locale.ROOT);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
