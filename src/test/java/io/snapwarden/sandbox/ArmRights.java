package io.snapwarden.sandbox;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Access control of the simulated Resource Manager: a plain list of actions for each principal. */
final class ArmRights {

  private ArmRights() {}

  static Optional<ArmReply> refusal(
      @Nullable Set<String> granted, ArmCall call, ArmPath path, Principal by) {
    String action = path.type() + "/" + verb(call.method());
    if (granted == null || granted.contains(action.toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    return Optional.of(
        ArmReply.error(
            403,
            "AuthorizationFailed",
            "The client '%s' with object id '%s' does not have authorization to perform action '%s' over scope '%s' or the scope is invalid. If access was recently granted, please refresh your credentials."
                .formatted(by.applicationId(), by.objectId(), action, path.text())));
  }

  private static String verb(String method) {
    return switch (method) {
      case "GET" -> "read";
      case "DELETE" -> "delete";
      case "POST" -> "action";
      default -> "write";
    };
  }
}
