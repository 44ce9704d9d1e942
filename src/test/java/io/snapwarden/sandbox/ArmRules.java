package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How Azure treats one sort of resource otherwise than the plain one, which takes a PUT as it is
 * and answers at once. Called under the monitor of the simulated Resource Manager.
 */
public interface ArmRules {

  /** The resource types that it is about, in lower case; those of their actions, too. */
  Collection<String> types();

  /**
   * What Azure answers to a request that got past rights, locks and ETags.
   *
   * @return empty for the plain way
   */
  Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure);

  /**
   * What the caller must be allowed besides the request's own action, on other resources that it
   * names: Azure's linked access checks.
   *
   * @return actions, as in {@code Microsoft.Network/virtualNetworks/subnets/join/action}
   */
  default List<String> linked(ArmCall call, ArmPath path, ArmResources azure) {
    return List.of();
  }

  /** A resource as a GET or a list shows it, which may be less or more than what was put. */
  default JsonObject shown(JsonObject stored, ArmCall call, ArmPath path, ArmResources azure) {
    return stored;
  }
}
