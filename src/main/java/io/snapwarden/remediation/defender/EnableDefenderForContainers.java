package io.snapwarden.remediation.defender;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The subscription's plan for containers: {@code Pricings_Update} in azure-rest-api-specs,
 * Microsoft.Security/stable/2024-01-01/pricings.json. Whether an extension is on is a string there.
 *
 * <p>An answer of 200 may tell of partial success: each extension has an {@code operationStatus} of
 * its own. {@link #partialFailure} reads it. Some extensions make Azure assign roles, and that
 * fails for whoever may not ({@code PutPricingByNamePartialSuccess_example.json}); the right is not
 * asked for, for it would let the app give anybody anything.
 */
public final class EnableDefenderForContainers implements Remediation {

  private static final String VERSION = "2024-01-01";
  private static final String STANDARD = "Standard";
  private static final String TIER = "pricingTier";
  private static final String ENABLED = "isEnabled";
  private static final String STATUS = "operationStatus";

  /** What Azure tells and nobody sets. */
  private static final List<String> READ_ONLY =
      List.of(
          "freeTrialRemainingTime",
          "enablementTime",
          "resourcesCoverageStatus",
          "inherited",
          "inheritedFrom",
          "deprecated",
          "replacedBy");

  private final Arm arm;

  public EnableDefenderForContainers(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return DefenderSpecs.CONTAINERS;
  }

  @Override
  public Plan plan(Scene scene) {
    ResourceId id = id(scene);
    Optional<Arm.Live> live = arm.read(id.text(), VERSION);
    if (live.isEmpty()) {
      return Plan.settled(
          new Outcome.Refused(
              "the subscription knows no Defender plans: register the resource provider Microsoft.Security"));
    }
    JsonObject json = live.get().json();
    boolean standard = Fields.text(json, "properties", TIER).equalsIgnoreCase(STANDARD);
    List<String> missing = new ArrayList<>(wanted(scene));
    if (standard) {
      missing.removeIf(name -> on(json, name));
    }
    if (standard && missing.isEmpty()) {
      // A read may still tell what the PUT's lost answer told.
      return Plan.settled(partialFailure(json).orElseGet(() -> on(json)));
    }
    JsonObject after = json.deepCopy();
    JsonObject properties = Fields.object(after, "properties");
    properties.addProperty(TIER, STANDARD);
    properties.add("extensions", extensions(properties, missing));
    after.add("properties", properties);
    return Plan.changes(
        put(
            "turn on Defender for containers in subscription %s with %s, which is billed by the core%s"
                .formatted(
                    scene.write().target().subscription(),
                    String.join(", ", wanted(scene)),
                    trial(json)),
            live.get(),
            after));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    ResourceId id = id(scene);
    Optional<JsonObject> was = Originals.of(before).find(id).flatMap(Originals.Original::json);
    Optional<Arm.Live> live = arm.read(id.text(), VERSION);
    if (was.isEmpty() || live.isEmpty()) {
      return Plan.settled(new Outcome.Done("no plan was turned on"));
    }
    JsonObject after = live.get().json().deepCopy();
    JsonObject properties = Fields.object(after, "properties");
    String tier = Fields.text(was.get(), "properties", TIER);
    properties.addProperty(TIER, tier);
    if (tier.equalsIgnoreCase(STANDARD)) {
      properties.add("extensions", backTo(was.get(), live.get().json()));
    } else {
      properties.remove("extensions");
    }
    boolean same =
        Fields.text(live.get().json(), "properties", TIER).equalsIgnoreCase(tier)
            && (!tier.equalsIgnoreCase(STANDARD) || bare(after).equals(bare(live.get().json())));
    return same
        ? Plan.settled(new Outcome.Done("the plan is as it was"))
        : Plan.changes(
            put("put the Defender plan for containers back as it was", live.get(), after));
  }

  /** What of an answer did not succeed; empty if all did. */
  public static Optional<Outcome> partialFailure(@Nullable JsonElement answer) {
    String failures =
        !(answer instanceof JsonObject json)
            ? ""
            : Fields.objects(json, "properties", "extensions").stream()
                .filter(each -> Fields.text(each, STATUS, "code").equalsIgnoreCase("Failed"))
                .map(
                    each ->
                        "%s: %s"
                            .formatted(
                                Plain.text(Fields.text(each, "name"), 80),
                                Plain.text(Fields.text(each, STATUS, "message"), 200)))
                .collect(Collectors.joining("; "));
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(new Outcome.Failed("Azure did it in part: " + failures));
  }

  /** What is on, in words. */
  private static Outcome on(JsonObject pricing) {
    String coverage = Fields.text(pricing, "properties", "resourcesCoverageStatus");
    return new Outcome.Done(
        coverage.isEmpty() || coverage.equalsIgnoreCase("FullyCovered")
            ? "Defender for containers is on"
            : "Defender for containers is on, but some resources are exempt by settings of their own: "
                + Plain.text(coverage, 40));
  }

  /** What is left of the free trial, in words; empty if there is nothing. */
  private static String trial(JsonObject pricing) {
    try {
      long days =
          Duration.parse(Fields.text(pricing, "properties", "freeTrialRemainingTime")).toDays();
      return days > 0 ? " after %d days of free trial".formatted(days) : "";
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  private static ResourceId id(Scene scene) {
    return ResourceId.of(
        "/subscriptions/%s/providers/Microsoft.Security/pricings/Containers"
            .formatted(scene.write().target().subscription()));
  }

  private static List<String> wanted(Scene scene) {
    List<String> given = scene.options().texts(DefenderSpecs.EXTENSIONS);
    return given.isEmpty() ? DefenderSpecs.USUAL : given;
  }

  private static boolean on(JsonObject pricing, String name) {
    return Fields.objects(pricing, "properties", "extensions").stream()
        .filter(each -> Fields.text(each, "name").equalsIgnoreCase(name))
        .anyMatch(each -> Fields.text(each, ENABLED).equalsIgnoreCase("True"));
  }

  /** Those that are there, with what else they hold, and the missing ones turned on. */
  private static JsonArray extensions(JsonObject properties, List<String> missing) {
    JsonArray all = new JsonArray();
    List<String> left = new ArrayList<>(missing);
    for (JsonObject each : Fields.objects(properties, "extensions")) {
      JsonObject extension = each.deepCopy();
      String name = Fields.text(extension, "name");
      if (left.removeIf(name::equalsIgnoreCase)) {
        extension.addProperty(ENABLED, "True");
      }
      all.add(extension);
    }
    for (String name : left) {
      all.add(extension(name, "True"));
    }
    return all;
  }

  /** As they were; what has come since is off. */
  private static JsonArray backTo(JsonObject was, JsonObject live) {
    JsonArray all = new JsonArray();
    List<JsonObject> old = new ArrayList<>(Fields.objects(was, "properties", "extensions"));
    for (JsonObject each : Fields.objects(live, "properties", "extensions")) {
      String name = Fields.text(each, "name");
      Optional<JsonObject> before =
          old.stream()
              .filter(other -> Fields.text(other, "name").equalsIgnoreCase(name))
              .findFirst();
      all.add(before.map(JsonObject::deepCopy).orElseGet(() -> extension(name, "False")));
      before.ifPresent(old::remove);
    }
    old.forEach(each -> all.add(each.deepCopy()));
    return all;
  }

  /** The extensions without what Azure tells of them. */
  private static List<JsonObject> bare(JsonObject pricing) {
    return Fields.objects(pricing, "properties", "extensions").stream()
        .map(JsonObject::deepCopy)
        .peek(each -> each.remove(STATUS))
        .toList();
  }

  private static JsonObject extension(String name, String enabled) {
    JsonObject extension = new JsonObject();
    extension.addProperty("name", name);
    extension.addProperty(ENABLED, enabled);
    return extension;
  }

  private static Change put(String summary, Arm.Live live, JsonObject after) {
    String id = Fields.text(live.json(), "id");
    JsonObject properties = Fields.object(after, "properties").deepCopy();
    READ_ONLY.forEach(properties::remove);
    Fields.objects(properties, "extensions").forEach(each -> each.remove(STATUS));
    JsonObject body = new JsonObject();
    body.add("properties", properties);
    return new Change(
        summary,
        id,
        live.json(),
        after,
        new ArmRequest(Method.PUT, id, VERSION, body, live.etag()));
  }
}
