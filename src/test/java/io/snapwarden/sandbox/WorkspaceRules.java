package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workspaces: they take a while to come and to go, and for 14 days a PUT brings one back. */
final class WorkspaceRules implements ArmRules {

  private static final Duration CREATION = Duration.ofSeconds(25);
  private static final Duration DELETION = Duration.ofSeconds(35);

  private final Map<String, JsonObject> deleted = new HashMap<>();
  private final Map<String, Instant> created = new HashMap<>();

  @Override
  public List<String> types() {
    return List.of("microsoft.operationalinsights/workspaces");
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    Optional<JsonObject> there = azure.find(path.text());
    if (call.method().equals("DELETE") && there.isPresent()) {
      return Optional.of(delete(path, there.get(), azure));
    }
    JsonObject body = call.body();
    return call.method().equals("PUT") && body != null && there.isEmpty()
        ? Optional.of(create(path, body, azure))
        : Optional.empty();
  }

  /** When it was created; that one was recovered does not show. */
  @Override
  public JsonObject shown(JsonObject stored, ArmCall call, ArmPath path, ArmResources azure) {
    Instant at = created.get(path.key());
    if (at != null) {
      stored.getAsJsonObject("properties").addProperty("createdDate", at.toString());
    }
    return stored;
  }

  private ArmReply create(ArmPath path, JsonObject body, ArmResources azure) {
    JsonObject old = deleted.get(path.key());
    if (old != null && !old.get("location").equals(body.get("location"))) {
      return ArmReply.error(
          409, "Conflict", "The workspace name is reserved by a deleted workspace elsewhere.");
    }
    deleted.remove(path.key());
    JsonObject workspace = old == null ? body.deepCopy() : old;
    JsonObject properties = workspace.getAsJsonObject("properties");
    properties.addProperty("provisioningState", "Creating");
    if (old == null) {
      properties.addProperty("customerId", "11111111-2222-3333-4444-555555555555");
      created.put(path.key(), azure.now());
    }
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
    return ArmReply.of(201, azure.find(path.text()).orElseThrow());
  }

  private ArmReply delete(ArmPath path, JsonObject workspace, ArmResources azure) {
    JsonObject properties = workspace.getAsJsonObject("properties");
    if (properties.get("provisioningState").getAsString().equals("Deleting")) {
      return ArmReply.error(409, "Conflict", "The workspace is being deleted.");
    }
    deleted.put(path.key(), workspace.deepCopy());
    properties.addProperty("provisioningState", "Deleting");
    azure.put(path.text(), workspace);
    azure.later(DELETION, () -> azure.remove(path.text()));
    return ArmReply.of(202, null);
  }
}
