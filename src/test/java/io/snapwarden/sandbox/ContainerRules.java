package io.snapwarden.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Container groups: a list does not tell how they are; a restart takes its time, and does not mend
 * what is broken for another reason. NGroups: a PATCH changes what it names.
 */
public final class ContainerRules implements ArmRules {

  private static final String GROUPS = "microsoft.containerinstance/containergroups";
  private static final String NGROUPS = "microsoft.containerinstance/ngroups";
  private static final Duration RESTART = Duration.ofSeconds(40);

  private final Set<String> incurable = new HashSet<>();
  private final List<String> restarted = new ArrayList<>();

  /** A restart does not help this group. */
  public synchronized void incurable(String id) {
    incurable.add(ArmPath.key(id));
  }

  /** The groups that were restarted or started, each time. */
  public synchronized List<String> restarted() {
    return List.copyOf(restarted);
  }

  @Override
  public List<String> types() {
    return List.of(GROUPS, GROUPS + "/restart", GROUPS + "/start", NGROUPS);
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    if (path.typeKey().equals(NGROUPS)) {
      return call.method().equals("PATCH")
          ? Optional.of(patch(call, path, azure))
          : Optional.empty();
    }
    return call.method().equals("POST") && !path.typeKey().equals(GROUPS)
        ? Optional.of(restart(path.subject(), azure))
        : Optional.empty();
  }

  private synchronized ArmReply restart(ArmPath path, ArmResources azure) {
    JsonObject group = azure.find(path.text()).orElse(null);
    if (group == null) {
      return ArmReply.error(404, "ResourceNotFound", "The container group was not found.");
    }
    JsonObject properties = group.getAsJsonObject("properties");
    if (properties.get("provisioningState").getAsString().equals("Pending")) {
      return ArmReply.error(
          409, "ContainerGroupTransitioning", "The container group is still transitioning.");
    }
    restarted.add(path.name());
    properties.addProperty("provisioningState", "Pending");
    azure.put(path.text(), group);
    boolean mends = !incurable.contains(path.key());
    azure.later(
        RESTART, () -> azure.find(path.text()).ifPresent(json -> ended(json, mends, path, azure)));
    return ArmReply.of(204, null).with("Location", "https://management.azure.com/operations/1");
  }

  private static void ended(JsonObject group, boolean mends, ArmPath path, ArmResources azure) {
    JsonObject properties = group.getAsJsonObject("properties");
    properties.addProperty("provisioningState", "Succeeded");
    properties.getAsJsonObject("instanceView").addProperty("state", mends ? "Running" : "Failed");
    for (JsonElement each : properties.getAsJsonArray("containers")) {
      JsonObject now = new JsonObject();
      now.addProperty("state", mends ? "Running" : "Terminated");
      now.addProperty("startTime", azure.now().toString());
      if (!mends) {
        now.addProperty("exitCode", 1);
      }
      each.getAsJsonObject()
          .getAsJsonObject("properties")
          .getAsJsonObject("instanceView")
          .add("currentState", now);
    }
    azure.put(path.text(), group);
  }

  private static ArmReply patch(ArmCall call, ArmPath path, ArmResources azure) {
    JsonObject ngroup = azure.find(path.text()).orElse(null);
    JsonObject body = call.body();
    if (ngroup == null || body == null) {
      return ArmReply.error(404, "ResourceNotFound", "The NGroup was not found.");
    }
    if (body.has("tags")) {
      ngroup.add("tags", body.get("tags"));
    }
    if (body.has("properties")) {
      for (Map.Entry<String, JsonElement> field :
          body.getAsJsonObject("properties").getAsJsonObject("elasticProfile").entrySet()) {
        ngroup
            .getAsJsonObject("properties")
            .getAsJsonObject("elasticProfile")
            .add(field.getKey(), field.getValue());
      }
    }
    state(ngroup, "Updating", path, azure);
    azure.later(
        Duration.ofSeconds(50),
        () -> azure.find(path.text()).ifPresent(json -> state(json, "Succeeded", path, azure)));
    return ArmReply.of(202, azure.find(path.text()).orElseThrow());
  }

  private static void state(JsonObject json, String state, ArmPath path, ArmResources azure) {
    json.getAsJsonObject("properties").addProperty("provisioningState", state);
    azure.put(path.text(), json);
  }

  @Override
  public JsonObject shown(JsonObject stored, ArmCall call, ArmPath path, ArmResources azure) {
    boolean listed = !ArmPath.key(call.path()).equals(path.key());
    if (listed && path.typeKey().equals(GROUPS)) {
      JsonObject properties = stored.getAsJsonObject("properties");
      properties.remove("instanceView");
      if (properties.has("containers")) {
        properties
            .getAsJsonArray("containers")
            .forEach(
                each ->
                    each.getAsJsonObject().getAsJsonObject("properties").remove("instanceView"));
      }
    }
    return stored;
  }
}
