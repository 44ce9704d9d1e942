package io.snapwarden.incident;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.policy.ViolationCode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The rule that would allow a write like the one of an incident, ready for a policy's {@code allow}
 * list: this caller and this target alone, and not for ever.
 */
public final class AllowSnippet {

  private static final Duration VALID = Duration.ofDays(90);

  private static final Set<ViolationCode> CURABLE =
      EnumSet.of(
          ViolationCode.UNKNOWN_CALLER,
          ViolationCode.TARGET_NOT_ALLOWED,
          ViolationCode.OUTSIDE_WINDOW,
          ViolationCode.SOURCE_ADDRESS);

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private AllowSnippet() {}

  /** Its lines; none if no rule could allow such a write. */
  static List<String> of(IncidentId id, Cause.Violation violation) {
    return of(id, violation.write(), violation.codes());
  }

  /** The same for a write that is no incident yet. */
  public static List<String> of(SnapshotWrite write, Set<ViolationCode> codes) {
    return of(IncidentId.of(write), write, codes);
  }

  private static List<String> of(IncidentId id, SnapshotWrite write, Set<ViolationCode> codes) {
    Guid principal = write.caller().principal();
    boolean pattern = write.target().text().contains("*");
    if (principal == null || pattern || !CURABLE.containsAll(codes)) {
      return List.of();
    }
    JsonObject rule = new JsonObject();
    rule.addProperty("id", "allowed-after-" + id.text().substring(0, 8));
    JsonObject caller = new JsonObject();
    caller.addProperty("principal", principal.toString());
    rule.add("callers", list(caller));
    JsonArray targets = new JsonArray();
    targets.add(write.target().text());
    rule.add("targets", targets);
    rule.addProperty("until", write.at().truncatedTo(ChronoUnit.DAYS).plus(VALID).toString());
    rule.addProperty("owner", "who answers for it");
    rule.addProperty("reason", "why it is legitimate");
    return GSON.toJson(rule).lines().toList();
  }

  private static JsonArray list(JsonObject only) {
    JsonArray array = new JsonArray();
    array.add(only);
    return array;
  }
}
