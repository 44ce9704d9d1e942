package io.snapwarden.remediation.monitor;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Scene;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a workspace must not be deleted, although this incident put it there: it was recovered and
 * holds what was in it before, or others have come to use it. {@code WorkspaceProperties} and
 * {@code LinkedServices_ListByWorkspace}, see {@link Workspaces}; {@code
 * DataCollectionRules_ListBySubscription}, see {@link CollectionRules}. Diagnostic settings that
 * send there cannot be listed from the workspace.
 */
final class WorkspaceUse {

  /** Azure's clock may be behind ours. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int MOST_NAMES = 5;

  private WorkspaceUse() {}

  /** In words; empty if it may go. */
  static Optional<String> of(Arm arm, Scene scene, ResourceId id, JsonObject workspace) {
    if (!createdHere(scene, id, Fields.text(workspace, "properties", "createdDate"))) {
      return Optional.of(
          "it is older than this incident, so it was recovered and holds what was in it");
    }
    List<String> uses = new ArrayList<>(own(workspace));
    for (JsonObject service : arm.list(id.text() + "/linkedServices", Workspaces.VERSION)) {
      uses.add("the linked service " + shown(service));
    }
    String rules =
        "/subscriptions/%s/providers/Microsoft.Insights/dataCollectionRules"
            .formatted(id.subscription());
    for (JsonObject rule : arm.list(rules, CollectionRules.VERSION)) {
      if (CollectionRules.names(rule, id.text())) {
        uses.add("the data collection rule " + shown(rule));
      }
    }
    return uses.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it is used by "
                + String.join(", ", uses.subList(0, Math.min(uses.size(), MOST_NAMES)))
                + (uses.size() > MOST_NAMES
                    ? " and %d more".formatted(uses.size() - MOST_NAMES)
                    : "")
                + "; detach them first");
  }

  /** What the workspace itself tells of. */
  private static List<String> own(JsonObject workspace) {
    List<String> uses = new ArrayList<>();
    for (String name : Fields.texts(workspace, "properties", "features", "associations")) {
      uses.add(Plain.text(name, 40));
    }
    if (!Fields.text(workspace, "properties", "features", "clusterResourceId").isEmpty()) {
      uses.add("a dedicated cluster");
    }
    JsonElement scopes = Fields.at(workspace, "properties", "privateLinkScopedResources");
    if (scopes instanceof JsonArray list && !list.isEmpty()) {
      uses.add("a private link scope");
    }
    return uses;
  }

  private static boolean createdHere(Scene scene, ResourceId id, String created) {
    try {
      Instant at = Instant.parse(created);
      return scene.touches().stream()
          .filter(touch -> touch.resource() != null && touch.concerns(id))
          .findFirst()
          .filter(touch -> !at.isBefore(touch.from().minus(TOLERANCE)))
          .isPresent();
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private static String shown(JsonObject resource) {
    return Plain.text(Fields.text(resource, "name"), 80);
  }
}
