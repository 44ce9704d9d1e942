package io.snapwarden.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Workspaces, which take a while to come, and diagnostic settings, which exclude each other. */
final class MonitorRules implements ArmRules {

  private static final String WORKSPACES = "microsoft.operationalinsights/workspaces";
  private static final String SETTINGS = "microsoft.insights/diagnosticsettings";
  private static final Duration CREATION = Duration.ofSeconds(25);

  @Override
  public List<String> types() {
    return List.of(WORKSPACES, SETTINGS);
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    JsonObject body = call.body();
    if (!call.method().equals("PUT") || body == null) {
      return Optional.empty();
    }
    if (path.typeKey().equals(SETTINGS)) {
      return conflict(path, body, azure);
    }
    if (azure.find(path.text()).isPresent()) {
      return Optional.empty();
    }
    JsonObject workspace = body.deepCopy();
    JsonObject properties = workspace.getAsJsonObject("properties");
    properties.addProperty("provisioningState", "Creating");
    properties.addProperty("customerId", "11111111-2222-3333-4444-555555555555");
    azure.put(path.text(), workspace);
    azure.later(
        CREATION,
        () ->
            azure
                .find(path.text())
                .ifPresent(
                    made -> {
                      made.getAsJsonObject("properties")
                          .addProperty("provisioningState", "Succeeded");
                      azure.put(path.text(), made);
                    }));
    return Optional.of(ArmReply.of(201, azure.find(path.text()).orElseThrow()));
  }

  /** No two settings of a resource send one category to one workspace; five there may be. */
  private static Optional<ArmReply> conflict(ArmPath path, JsonObject body, ArmResources azure) {
    List<JsonObject> others =
        azure.all(SETTINGS, path.scope()).stream()
            .filter(each -> !each.get("id").getAsString().equalsIgnoreCase(path.text()))
            .toList();
    if (others.size() >= 5) {
      return Optional.of(
          ArmReply.error(409, "Conflict", "The limit of 5 diagnostic settings was reached."));
    }
    return others.stream()
        .filter(other -> workspace(other).equalsIgnoreCase(workspace(body)))
        .filter(other -> enabled(other).stream().anyMatch(enabled(body)::contains))
        .findFirst()
        .map(
            other ->
                ArmReply.error(
                    409,
                    "Conflict",
                    "Data sink '%s' is already used in diagnostic setting '%s'."
                        .formatted(workspace(body), other.get("name").getAsString())));
  }

  @Override
  public List<String> linked(ArmCall call, ArmPath path, ArmResources azure) {
    return call.method().equals("PUT") && path.typeKey().equals(SETTINGS)
        ? List.of("Microsoft.OperationalInsights/workspaces/sharedKeys/action")
        : List.of();
  }

  private static String workspace(JsonObject setting) {
    JsonElement workspace = setting.getAsJsonObject("properties").get("workspaceId");
    return workspace == null ? "" : workspace.getAsString();
  }

  private static List<String> enabled(JsonObject setting) {
    return setting.getAsJsonObject("properties").getAsJsonArray("logs").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .filter(log -> log.get("enabled").getAsBoolean() && log.has("category"))
        .map(log -> log.get("category").getAsString())
        .toList();
  }
}
