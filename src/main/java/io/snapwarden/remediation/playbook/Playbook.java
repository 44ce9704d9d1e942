package io.snapwarden.remediation.playbook;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmAnswer;
import io.snapwarden.azure.ArmException;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.cluster.UpgradeCluster;
import io.snapwarden.remediation.container.RestartUnhealthyContainers;
import io.snapwarden.remediation.defender.EnableDefenderForContainers;
import io.snapwarden.remediation.monitor.EnableContainerInsights;
import io.snapwarden.remediation.monitor.EnableContainerLogging;
import io.snapwarden.remediation.monitor.EnsureLogAnalyticsWorkspace;
import io.snapwarden.remediation.network.RestrictNsgInbound;
import io.snapwarden.remediation.scale.ScaleOnUtilization;
import io.snapwarden.remediation.snapshot.DeleteSnapshot;
import io.snapwarden.remediation.snapshot.LockSnapshot;
import io.snapwarden.remediation.snapshot.RevokeRoleAssignment;
import io.snapwarden.remediation.snapshot.TagSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plans any remediation by its id and makes one change at a time. Everything that Azure may answer
 * becomes an outcome here. Safe for use by several threads.
 */
public final class Playbook {

  /** What a change meets when its resource, or the one that it belongs to, has just gone. */
  private static final Set<String> GONE = Set.of("ResourceNotFound", "ParentResourceNotFound");

  private final Arm arm;
  private final Function<String, @Nullable Remediation> make;
  private final Map<String, Remediation> made = new ConcurrentHashMap<>();

  /** With every remediation that there is, each made when it is asked for. */
  public Playbook(Arm arm) {
    this.arm = arm;
    this.make = id -> remediation(id, arm);
  }

  /** With these remediations. */
  public Playbook(Arm arm, List<Remediation> remediations) {
    this.arm = arm;
    this.make = none -> null;
    remediations.forEach(remediation -> made.put(remediation.spec().id(), remediation));
  }

  /** In the order of {@link RemediationSpecs}; null if there is none of that id. */
  static @Nullable Remediation remediation(String id, Arm arm) {
    return switch (id) {
      case "tag-snapshot" -> new TagSnapshot(arm);
      case "lock-snapshot" -> new LockSnapshot(arm);
      case "delete-snapshot" -> new DeleteSnapshot(arm);
      case "revoke-role-assignment" -> new RevokeRoleAssignment(arm);
      case "enable-defender-for-containers" -> new EnableDefenderForContainers(arm);
      case "ensure-log-analytics-workspace" -> new EnsureLogAnalyticsWorkspace(arm);
      case "enable-container-insights" -> new EnableContainerInsights(arm);
      case "enable-container-logging" -> new EnableContainerLogging(arm);
      case "upgrade-cluster" -> new UpgradeCluster(arm);
      case "restrict-nsg-inbound" -> new RestrictNsgInbound(arm);
      case "restart-unhealthy-containers" -> new RestartUnhealthyContainers(arm);
      case "scale-on-utilization" -> new ScaleOnUtilization(arm);
      default -> null;
    };
  }

  /** Whether a person must approve what it plans, even where the policy lets others act. */
  public boolean needsApproval(String id, JsonObject options) {
    Remediation remediation = made.computeIfAbsent(id, make);
    return remediation == null || remediation.spec().needsApproval(options);
  }

  /** What the remediation would change now; it only reads. */
  public Plan plan(String id, Scene scene) {
    return look(id, remediation -> remediation.plan(scene));
  }

  /**
   * What would take the remediation back; it only reads.
   *
   * @param before as in {@link Remediation#undo}
   */
  public Plan undo(String id, Scene scene, List<JsonObject> before) {
    return look(id, remediation -> remediation.undo(scene, before));
  }

  /**
   * Makes one change. Done means that Azure took it: plan again to see whether all is as desired.
   */
  public Outcome apply(Change change) {
    ArmAnswer answer;
    try {
      answer = arm.send(change.request());
    } catch (ArmException e) {
      return outcome(e);
    }
    Method method = change.request().method();
    if (answer.succeeded()) {
      return EnableDefenderForContainers.partialFailure(answer.body())
          .orElseGet(
              () ->
                  new Outcome.Done(
                      answer.status() == 202
                          ? "Azure accepted the change (202)"
                          : "Azure made the change (%d)".formatted(answer.status())));
    }
    if (answer.status() == 404 && method == Method.DELETE) {
      return new Outcome.Done("gone already");
    }
    ArmException failure = ArmException.of(answer);
    if (answer.status() == 404 && GONE.contains(answer.errorCode())) {
      return new Outcome.Retry("gone meanwhile: " + failure.getMessage(), null);
    }
    if (answer.errorCode().equals("ScopeLocked")) {
      return new Outcome.Refused("a lock forbids it: " + failure.getMessage());
    }
    return outcome(failure);
  }

  private Plan look(String id, Function<Remediation, Plan> at) {
    Remediation remediation = made.computeIfAbsent(id, make);
    if (remediation == null) {
      return new Plan.Settled(new Outcome.Failed("there is no remediation " + id));
    }
    try {
      return at.apply(remediation);
    } catch (ArmException e) {
      return new Plan.Settled(outcome(e));
    }
  }

  private static Outcome outcome(ArmException e) {
    String why = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case PASSING -> new Outcome.Retry(why, e.retryAfter());
      case FINAL -> new Outcome.Failed(why);
    };
  }
}
