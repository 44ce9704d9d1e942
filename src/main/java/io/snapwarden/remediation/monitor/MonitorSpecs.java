package io.snapwarden.remediation.monitor;

import com.google.gson.JsonElement;
import io.snapwarden.event.ResourceId;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.Checks;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Option;
import io.snapwarden.remediation.RemediationSpec.Permission;
import io.snapwarden.remediation.cluster.ClusterSpecs;
import java.util.List;
import java.util.regex.Pattern;

/** What is to be known of the remediations that have clusters watched. */
public final class MonitorSpecs {

  static final String WORKSPACE_TYPE = "Microsoft.OperationalInsights/workspaces";
  static final String WORKSPACE = "workspace";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]");

  private static final Option THE_WORKSPACE =
      Option.required(
          WORKSPACE, "id of the Log Analytics workspace to send to", Checks.id(WORKSPACE_TYPE));
  private static final Permission READ_WORKSPACE =
      new Permission(WORKSPACE_TYPE + "/read", "see whether the workspace is there, and where");
  private static final Permission READ_CLUSTER =
      new Permission(
          ClusterSpecs.TYPE + "/read", "see what the cluster is and whether it can be changed");

  public static final RemediationSpec ENSURE_WORKSPACE =
      new RemediationSpec(
          "ensure-log-analytics-workspace",
          "Creates a Log Analytics workspace if there is none; one that is there stays as it is.",
          true,
          Consent.AUTOMATIC,
          List.of(
              READ_WORKSPACE,
              new Permission(
                  "Microsoft.Resources/subscriptions/resourceGroups/read",
                  "see whether its resource group is there, and where"),
              new Permission(WORKSPACE_TYPE + "/write", "create it"),
              new Permission(WORKSPACE_TYPE + "/delete", "take it away again"),
              new Permission(
                  WORKSPACE_TYPE + "/linkedServices/read",
                  "see whether others use it, before it is taken away again"),
              new Permission(
                  "Microsoft.Insights/dataCollectionRules/read",
                  "see whether others send to it, before it is taken away again")),
          List.of(
              Option.required(
                  WORKSPACE, "id that the workspace has or gets", MonitorSpecs::newWorkspace),
              Option.optional(
                  "location",
                  "the region to create it in, as in westeurope",
                  "that of its resource group",
                  Checks.text(
                      Pattern.compile("[a-z0-9]{3,40}"),
                      "must be a region's short name, as in \"westeurope\"")),
              Option.optional(
                  "retentionDays",
                  "how many days a new workspace keeps what it gets",
                  "30",
                  Checks.whole(30, 730))));

  public static final RemediationSpec ENABLE_INSIGHTS =
      new RemediationSpec(
          "enable-container-insights",
          "Has a cluster's container logs and inventory collected: a data collection rule, its association and the monitoring add-on.",
          true,
          Consent.OPT_IN,
          ClusterSpecs.findAnd(
              READ_CLUSTER,
              new Permission(ClusterSpecs.TYPE + "/write", "turn the add-on on and off"),
              READ_WORKSPACE,
              new Permission(
                  WORKSPACE_TYPE + "/sharedkeys/read",
                  "let AKS connect the add-on to the workspace (Azure checks it with the cluster's PUT)"),
              new Permission(
                  "Microsoft.Insights/dataCollectionRules/read", "see what is collected already"),
              new Permission(
                  "Microsoft.Insights/dataCollectionRules/write", "say what is collected"),
              new Permission(
                  "Microsoft.Insights/dataCollectionRules/delete", "take its own rule away again"),
              new Permission(
                  "Microsoft.Insights/dataCollectionRuleAssociations/read",
                  "see which rule the cluster has"),
              new Permission(
                  "Microsoft.Insights/dataCollectionRuleAssociations/write",
                  "give the cluster its rule"),
              new Permission(
                  "Microsoft.Insights/dataCollectionRuleAssociations/delete",
                  "take its own association away again"),
              ClusterSpecs.PUT.get(0),
              ClusterSpecs.PUT.get(1)),
          List.of(
              THE_WORKSPACE,
              ClusterSpecs.CLUSTERS,
              Option.optional(
                  "replaceWorkspace",
                  "true moves a cluster that already sends to another workspace",
                  "false",
                  Checks.flag())));

  public static final RemediationSpec ENABLE_LOGGING =
      new RemediationSpec(
          "enable-container-logging",
          "Has a cluster's control plane logs collected by a diagnostic setting of its own, and reports container groups that log nowhere.",
          true,
          Consent.AUTOMATIC,
          ClusterSpecs.findAnd(
              READ_CLUSTER,
              READ_WORKSPACE,
              new Permission(
                  WORKSPACE_TYPE + "/sharedKeys/action",
                  "send to the workspace (Azure checks it with the setting's PUT)"),
              new Permission(
                  "Microsoft.Insights/diagnosticSettings/read", "see what is collected already"),
              new Permission(
                  "Microsoft.Insights/diagnosticSettings/write", "say what is collected"),
              new Permission(
                  "Microsoft.Insights/diagnosticSettings/delete",
                  "take its own setting away again"),
              new Permission(
                  "Microsoft.ContainerInstance/containerGroups/read",
                  "find container groups that log nowhere")),
          List.of(
              THE_WORKSPACE,
              ClusterSpecs.CLUSTERS,
              Option.optional(
                  "categories",
                  "the categories of the cluster's resource logs to collect",
                  "kube-audit-admin and guard",
                  Checks.list(
                      1,
                      20,
                      Checks.text(
                          Pattern.compile("[a-z][a-z0-9-]{2,60}"),
                          "must be a category of AKS resource logs, as in \"kube-audit-admin\"")))));

  private MonitorSpecs() {}

  /** Azure would refuse any other name ({@code Workspaces_CreateOrUpdate}). */
  private static List<OptionProblem> newWorkspace(JsonElement value) {
    List<OptionProblem> problems = Checks.id(WORKSPACE_TYPE).problems(value);
    return problems.isEmpty() && !NAME.matcher(ResourceId.of(value.getAsString()).name()).matches()
        ? List.of(
            new OptionProblem(
                "",
                "must end in a name of 4 to 63 letters, digits and hyphens, with no hyphen at its ends"))
        : problems;
  }
}
