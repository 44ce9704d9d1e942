package io.snapwarden.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Access control of the simulated Resource Manager: a plain list of actions for each principal. */
final class ArmRights {

  private ArmRights() {}

  /**
   * Why the caller may not.
   *
   * @param granted null for who may do anything
   * @param linked the further actions that the request needs
   */
  static Optional<ArmReply> refusal(
      @Nullable Set<String> granted,
      ArmCall call,
      ArmPath path,
      List<String> linked,
      Principal by) {
    if (granted == null) {
      return Optional.empty();
    }
    String own = path.type() + "/" + verb(call.method());
    if (!granted.contains(own.toLowerCase(Locale.ROOT))) {
      return Optional.of(denied(own, path, by));
    }
    return linked.stream()
        .filter(action -> !granted.contains(action.toLowerCase(Locale.ROOT)))
        .map(action -> linkDenied(own, action, path, by))
        .findFirst();
  }

  private static ArmReply denied(String action, ArmPath path, Principal by) {
    return ArmReply.error(
        403,
        "AuthorizationFailed",
        "The client '%s' with object id '%s' does not have authorization to perform action '%s' over scope '%s' or the scope is invalid. If access was recently granted, please refresh your credentials."
            .formatted(by.applicationId(), by.objectId(), action, path.text()));
  }

  private static ArmReply linkDenied(String own, String action, ArmPath path, Principal by) {
    return ArmReply.error(
        403,
        "LinkedAuthorizationFailed",
        "The client '%s' with object id '%s' has permission to perform action '%s' on scope '%s'; however, it does not have permission to perform action '%s' on the linked scope(s) '%s' or the linked scope(s) are invalid."
            .formatted(by.applicationId(), by.objectId(), own, path.text(), action, path.scope()));
  }

  /** The last part of an action. */
  static String verb(String method) {
    return switch (method) {
      case "GET" -> "read";
      case "DELETE" -> "delete";
      case "POST" -> "action";
      default -> "write";
    };
  }
}
