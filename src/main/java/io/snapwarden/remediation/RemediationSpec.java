package io.snapwarden.remediation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy and an Azure role need to know of a remediation. Loads no class of the Azure SDK.
 *
 * @param id as in {@code tag-snapshot}
 * @param does in one sentence
 * @param reversible whether undo restores the state before
 * @param permissions the least that an Azure role must grant
 * @param options what it takes, in the order in which to show them
 * @param together what is wrong with options that are sound one by one; null if they do not depend
 *     on each other
 */
public record RemediationSpec(
    String id,
    String does,
    boolean reversible,
    Consent consent,
    List<Permission> permissions,
    List<Option> options,
    @Nullable Check together) {

  /** The option of every remediation that otherwise asks a person first. */
  public static final String UNATTENDED = "unattended";

  public RemediationSpec {
    permissions = List.copyOf(permissions);
    List<Option> all = new ArrayList<>(options);
    if (consent == Consent.APPROVAL) {
      all.add(
          Option.optional(
              UNATTENDED,
              "true lets it act in mode \"remediate\" without a person's approval",
              "false",
              Checks.flag()));
    }
    options = List.copyOf(all);
  }

  /** One whose options do not depend on each other. */
  public RemediationSpec(
      String id,
      String does,
      boolean reversible,
      Consent consent,
      List<Permission> permissions,
      List<Option> options) {
    this(id, does, reversible, consent, permissions, options, null);
  }

  /** Whose word it takes before it acts where the policy's mode is {@code remediate}. */
  public enum Consent {
    /** The policy's: cheap, and easily taken back. */
    AUTOMATIC,
    /** The policy's, and whoever names it there should know what it costs or destroys. */
    OPT_IN,
    /** A person's for each plan, unless the policy says {@link #UNATTENDED}. */
    APPROVAL
  }

  /** Whether a person must approve what it plans, whatever the mode. */
  public boolean needsApproval(JsonObject given) {
    return consent == Consent.APPROVAL && !new Options(given).flag(UNATTENDED);
  }

  /**
   * An action of Azure's access control, as in {@code Microsoft.ContainerService/snapshots/read}.
   *
   * @param reason why it is needed, in words
   */
  public record Permission(String action, String reason) {}

  /**
   * One option.
   *
   * @param means what it says, in words
   * @param otherwise what counts if it is not given, in words; null if there is no such thing
   * @param check says what is wrong with a given value
   */
  public record Option(
      String key, String means, boolean required, @Nullable String otherwise, Check check) {

    public static Option required(String key, String means, Check check) {
      return new Option(key, means, true, null, check);
    }

    public static Option optional(
        String key, String means, @Nullable String otherwise, Check check) {
      return new Option(key, means, false, otherwise, check);
    }
  }

  /** Says what is wrong with a value. */
  @FunctionalInterface
  public interface Check {
    List<OptionProblem> problems(JsonElement value);
  }
}
