package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Clusters and their node pools: {@code ManagedClusters_*} and {@code AgentPools_*} in
 * azure-rest-api-specs, Microsoft.ContainerService/aks/stable/2025-09-01/managedClusters.json.
 */
public final class ClusterApi {

  public static final String VERSION = "2025-09-01";

  private static final String PROPERTIES = "properties";

  private ClusterApi() {}

  /** A cluster or a node pool as it is now. */
  public record Live(ResourceId id, JsonObject json, @Nullable String etag) {

    public JsonObject properties() {
      return Fields.object(json, PROPERTIES);
    }

    /** As in {@code Succeeded}; empty if Azure does not say. */
    public String provisioningState() {
      return Fields.text(properties(), "provisioningState");
    }

    public boolean stopped() {
      return Fields.text(properties(), "powerState", "code").equalsIgnoreCase("Stopped");
    }
  }

  /** Empty if there is none. */
  public static Optional<Live> read(Arm arm, ResourceId id) {
    return arm.read(id.text(), VERSION).map(live -> new Live(id, live.json(), etag(live)));
  }

  /** All node pools of a cluster. */
  public static List<Live> pools(Arm arm, ResourceId cluster) {
    return arm.list(cluster.text() + "/agentPools", VERSION).stream()
        .map(
            json ->
                new Live(
                    cluster.child("agentPools/" + Fields.text(json, "name")),
                    json,
                    etag(new Arm.Live(json, null))))
        .toList();
  }

  /**
   * What puts a resource back with some of its properties changed, and all else as it is, known to
   * us or not; only if nobody changed it meanwhile.
   */
  public static Change put(String summary, Live live, Consumer<JsonObject> edit) {
    JsonObject after = live.json().deepCopy();
    if (!(after.get(PROPERTIES) instanceof JsonObject)) {
      after.add(PROPERTIES, new JsonObject());
    }
    edit.accept(after.getAsJsonObject(PROPERTIES));
    JsonObject body = after.deepCopy();
    body.remove("systemData");
    body.remove("eTag");
    body.getAsJsonObject(PROPERTIES).remove("eTag");
    return new Change(
        summary,
        live.id().text(),
        live.json(),
        after,
        new ArmRequest(Method.PUT, live.id().text(), VERSION, body, live.etag()));
  }

  /** AKS has it in the body: at the top of a cluster, among the properties of a pool. */
  private static @Nullable String etag(Arm.Live live) {
    if (live.etag() != null) {
      return live.etag();
    }
    return Stream.of(Fields.text(live.json(), "eTag"), Fields.text(live.json(), PROPERTIES, "eTag"))
        .filter(tag -> !tag.isEmpty())
        .findFirst()
        .orElse(null);
  }
}
