package io.snapwarden.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A resource's id, taken apart: a scope and one {@code providers/NAMESPACE/TYPE/NAME/…}.
 *
 * @param text as it was asked for
 * @param type as in {@code Microsoft.ContainerService/managedClusters/agentPools}
 * @param scope what a lock or another extension is attached to, or the resource group
 * @param collection whether it names all resources of the type instead of one
 */
public record ArmPath(String text, String type, String scope, boolean collection) {

  public static Optional<ArmPath> parse(String text) {
    int at = text.toLowerCase(Locale.ROOT).lastIndexOf("/providers/");
    if (!text.toLowerCase(Locale.ROOT).startsWith("/subscriptions/")) {
      return Optional.empty();
    }
    if (at < 0) {
      String[] parts = text.split("/", -1);
      return parts.length == 5 && parts[3].equalsIgnoreCase("resourceGroups")
          ? Optional.of(
              new ArmPath(
                  text,
                  "Microsoft.Resources/subscriptions/resourceGroups",
                  text.substring(0, text.toLowerCase(Locale.ROOT).indexOf("/resourcegroups/")),
                  false))
          : Optional.empty();
    }
    List<String> rest = List.of(text.substring(at + "/providers/".length()).split("/", -1));
    if (rest.size() < 2 || rest.contains("")) {
      return Optional.empty();
    }
    List<String> type = new ArrayList<>(List.of(rest.get(0)));
    for (int i = 1; i < rest.size(); i += 2) {
      type.add(rest.get(i));
    }
    return Optional.of(
        new ArmPath(text, String.join("/", type), text.substring(0, at), rest.size() % 2 == 0));
  }

  /** Of an action, the resource that it is done to. */
  ArmPath subject() {
    return parse(text.substring(0, text.lastIndexOf('/'))).orElseThrow();
  }

  String key() {
    return key(text);
  }

  String typeKey() {
    return type.toLowerCase(Locale.ROOT);
  }

  String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  public static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
