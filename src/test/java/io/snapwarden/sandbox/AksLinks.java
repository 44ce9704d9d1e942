package io.snapwarden.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a PUT of a cluster or a pool needs on the resources that its body names. */
final class AksLinks {

  private static final String ASSIGN =
      "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";

  /** Wherever a field of this name stands with a value. */
  private static final Map<String, String> BY_FIELD =
      Map.of(
          "vnetSubnetID", "Microsoft.Network/virtualNetworks/subnets/join/action",
          "podSubnetID", "Microsoft.Network/virtualNetworks/subnets/join/action",
          "publicIPs", "Microsoft.Network/publicIPAddresses/join/action",
          "publicIPPrefixes", "Microsoft.Network/publicIPPrefixes/join/action",
          "nodePublicIPPrefixID", "Microsoft.Network/publicIPPrefixes/join/action",
          "diskEncryptionSetID", "Microsoft.Compute/diskEncryptionSets/read",
          "userAssignedIdentities", ASSIGN,
          "identityProfile", ASSIGN,
          "logAnalyticsWorkspaceResourceID",
              "Microsoft.OperationalInsights/workspaces/sharedkeys/read");

  private AksLinks() {}

  static List<String> of(@Nullable JsonObject body) {
    Set<String> actions = new LinkedHashSet<>();
    if (body != null) {
      gather(body, actions);
    }
    return List.copyOf(actions);
  }

  private static void gather(JsonElement json, Set<String> actions) {
    if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(each -> gather(each, actions));
    }
    if (json instanceof JsonObject object) {
      for (String key : object.keySet()) {
        JsonElement value = object.get(key);
        if (BY_FIELD.containsKey(key) && !empty(value)) {
          actions.add(BY_FIELD.get(key));
        }
        gather(value, actions);
      }
    }
  }

  private static boolean empty(JsonElement value) {
    return value.isJsonNull()
        || (value.isJsonPrimitive() && value.getAsString().isEmpty())
        || (value.isJsonArray() && value.getAsJsonArray().isEmpty())
        || (value.isJsonObject() && value.getAsJsonObject().isEmpty());
  }
}
