package io.snapwarden.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Access control of the simulated Resource Manager: a plain list of actions for each principal. A
 * managed identity may do nothing until it is given rights; people and other applications may do
 * anything until theirs are limited. Safe for use by several threads.
 */
final class ArmRights {

  private final Map<String, Set<String>> granted = new HashMap<>();
  private final Set<String> toBeRefused = new HashSet<>();
  private final List<String> lacking = new ArrayList<>();

  /** From now on these actions and no others; a refusal is what a test wants to see. */
  synchronized void grant(Principal principal, Iterable<String> actions) {
    granted.remove(principal.objectId());
    toBeRefused.add(principal.objectId());
    add(principal, actions);
  }

  /** These, too; a refusal is a mistake, for the rights are said to be enough. */
  synchronized void hold(Principal principal, Iterable<String> actions) {
    toBeRefused.remove(principal.objectId());
    add(principal, actions);
  }

  /** What was asked for by those whose rights were said to be enough, and are not. */
  synchronized List<String> lacking() {
    return List.copyOf(lacking);
  }

  /**
   * Why the caller may not.
   *
   * @param linked the further actions that the request needs
   */
  synchronized Optional<ArmReply> refusal(
      ArmCall call, ArmPath path, List<String> linked, Principal by) {
    Set<String> rights = granted.get(by.objectId());
    if (rights == null && by.kind() != Principal.Kind.MANAGED_IDENTITY) {
      return Optional.empty();
    }
    Set<String> may = rights == null ? Set.of() : rights;
    String own = path.type() + "/" + verb(call.method());
    if (!may.contains(own.toLowerCase(Locale.ROOT))) {
      return Optional.of(refused(own, path, by, denied(own, path, by)));
    }
    return linked.stream()
        .filter(action -> !may.contains(action.toLowerCase(Locale.ROOT)))
        .map(action -> refused(action, path, by, linkDenied(own, action, path, by)))
        .findFirst();
  }

  private void add(Principal principal, Iterable<String> actions) {
    Set<String> rights = granted.computeIfAbsent(principal.objectId(), none -> new HashSet<>());
    actions.forEach(action -> rights.add(action.toLowerCase(Locale.ROOT)));
  }

  private ArmReply refused(String action, ArmPath path, Principal by, ArmReply reply) {
    if (!toBeRefused.contains(by.objectId())) {
      lacking.add("%s on %s by %s".formatted(action, path.text(), by.name()));
    }
    return reply;
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
