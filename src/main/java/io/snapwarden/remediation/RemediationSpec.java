package io.snapwarden.remediation;

import java.util.List;

/**
 * What a policy and an Azure role need to know of a remediation. Loads no class of the Azure SDK.
 *
 * @param id as in {@code tag-snapshot}
 * @param does in one sentence
 * @param reversible whether undo restores the state before
 * @param permissions the least that an Azure role must grant
 * @param options what it takes, in the order in which to show them
 */
public record RemediationSpec(
    String id,
    String does,
    boolean reversible,
    List<Permission> permissions,
    List<Option> options) {

  public RemediationSpec {
    permissions = List.copyOf(permissions);
    options = List.copyOf(options);
  }

  /**
   * An action of Azure's access control, as in {@code Microsoft.ContainerService/snapshots/read}.
   *
   * @param reason why it is needed, in words
   */
  public record Permission(String action, String reason) {}

  /** One option: its key, what it means, and what is wrong with a given value. */
  public record Option(String key, String means, boolean required, Check check) {}

  /** Says what is wrong with an option's value. */
  @FunctionalInterface
  public interface Check {
    List<io.snapwarden.policy.RemediationCatalog.OptionProblem> problems(
        com.google.gson.JsonElement value);
  }
}
