package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** Role assignments: made once and never changed; Azure says who made them, and when. */
final class AuthorizationRules implements ArmRules {

  @Override
  public List<String> types() {
    return List.of("microsoft.authorization/roleassignments");
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    JsonObject body = call.body();
    if (!call.method().equals("PUT") || body == null) {
      return Optional.empty();
    }
    if (azure.find(path.text()).isPresent()) {
      return Optional.of(
          ArmReply.error(409, "RoleAssignmentExists", "The role assignment already exists."));
    }
    JsonObject made = body.deepCopy();
    JsonObject properties = made.getAsJsonObject("properties");
    properties.addProperty("scope", path.scope());
    properties.addProperty("createdOn", call.at().toString());
    azure.put(path.text(), made);
    return Optional.of(ArmReply.of(201, azure.find(path.text()).orElseThrow()));
  }
}
