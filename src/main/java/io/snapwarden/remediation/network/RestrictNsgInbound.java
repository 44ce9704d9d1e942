package io.snapwarden.remediation.network;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Readiness;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import io.snapwarden.remediation.Undo;
import io.snapwarden.remediation.cluster.ClusterApi;
import io.snapwarden.remediation.cluster.Clusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Closes the subnets of a cluster's nodes to the Internet: {@code Subnets_Get}, {@code
 * NetworkSecurityGroups_Get} and {@code SecurityRules_*} in azure-rest-api-specs,
 * Microsoft.Network/stable/2025-03-01/virtualNetwork.json and networkSecurityGroup.json.
 *
 * <p>A group denies the Internet by itself, at the lowest priority; what opens it is somebody's
 * rule before that. So ours come first of all. Rules of others stay: only single rules are written,
 * never a whole group. AKS changes the groups of the nodes' network interfaces, in a resource group
 * of its own, and never that of a subnet ("Network concepts for applications in AKS", Microsoft
 * Learn), so the subnet's is the one to change.
 */
public final class RestrictNsgInbound implements Remediation {

  private static final String VERSION = "2025-03-01";
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final int MOST_NAMES = 10;

  private final Arm arm;

  public RestrictNsgInbound(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return NetworkSpecs.RESTRICT;
  }

  @Override
  public Plan plan(Scene scene) {
    return Clusters.each(arm, scene, cluster -> plan(scene, cluster));
  }

  private Plan plan(Scene scene, ResourceId id) {
    Optional<ClusterApi.Live> found = ClusterApi.read(arm, id);
    if (found.isEmpty()) {
      return Plan.settled(new Outcome.Done("the cluster " + id.name() + " is gone"));
    }
    JsonObject cluster = found.get().properties();
    Set<ResourceId> subnets = new LinkedHashSet<>();
    for (JsonObject pool : Fields.objects(cluster, "agentPoolProfiles")) {
      Optional<ResourceId> subnet = ResourceId.parse(Fields.text(pool, "vnetSubnetID"));
      if (subnet.isEmpty()) {
        return refused(
            "the pool %s of %s lies in a network that AKS manages, which is AKS's to change"
                .formatted(Plain.text(Fields.text(pool, "name"), 40), id.name()));
      }
      subnets.add(subnet.get());
      ResourceId.parse(Fields.text(pool, "podSubnetID")).ifPresent(subnets::add);
    }
    if (subnets.isEmpty()) {
      return refused("the cluster %s has no node pool".formatted(id.name()));
    }
    Map<ResourceId, List<String>> ranges = new LinkedHashMap<>();
    for (ResourceId subnet : subnets) {
      String why = group(subnet, Fields.text(cluster, "nodeResourceGroup"), ranges);
      if (why != null) {
        return refused(why);
      }
    }
    List<String> pods = new ArrayList<>(Fields.texts(cluster, "networkProfile", "podCidrs"));
    String only = Fields.text(cluster, "networkProfile", "podCidr");
    if (pods.isEmpty() && !only.isEmpty()) {
      pods.add(only);
    }
    List<Plan> plans = new ArrayList<>();
    ranges.forEach((group, nodes) -> plans.add(plan(scene, group, subnets, nodes, pods)));
    return Plan.together(plans);
  }

  /**
   * Finds the group of a subnet, and adds the subnet's ranges to what is known of it.
   *
   * @return why it cannot be changed; null if it can
   */
  private @Nullable String group(
      ResourceId subnet, String nodeResourceGroup, Map<ResourceId, List<String>> ranges) {
    Optional<Arm.Live> live = arm.read(subnet.text(), VERSION);
    if (live.isEmpty()) {
      return "the subnet %s is gone".formatted(subnet.name());
    }
    JsonObject properties = Fields.object(live.get().json(), "properties");
    Optional<ResourceId> group =
        ResourceId.parse(Fields.text(properties, "networkSecurityGroup", "id"));
    if (group.isEmpty()) {
      return "the subnet %s has no network security group: give it one, which takes a hand that knows the network"
          .formatted(subnet.name());
    }
    if (group.get().resourceGroup().orElse("").equalsIgnoreCase(nodeResourceGroup)) {
      return "the network security group %s lies in the resource group of the nodes, which is AKS's to change (and may be locked)"
          .formatted(group.get().name());
    }
    List<String> known = ranges.computeIfAbsent(group.get(), any -> new ArrayList<>());
    known.addAll(Fields.texts(properties, "addressPrefixes"));
    String single = Fields.text(properties, "addressPrefix");
    if (!single.isEmpty() && !known.contains(single)) {
      known.add(single);
    }
    return null;
  }

  private Plan plan(
      Scene scene, ResourceId id, Set<ResourceId> subnets, List<String> nodes, List<String> pods) {
    Optional<Arm.Live> live = arm.read(id.text(), VERSION);
    if (live.isEmpty()) {
      return refused("the network security group %s is gone".formatted(id.name()));
    }
    JsonObject group = live.get().json();
    Optional<Plan> busy =
        Readiness.obstacle(scene, id, group, "the network security group " + id.name(), AGAIN);
    if (busy.isPresent()) {
      return busy.get();
    }
    if (!scene.options().flag(NetworkSpecs.SHARED) && shared(group, subnets)) {
      return refused(
          "the network security group %s serves others than this cluster; the option \"sharedNsg\" changes it all the same"
              .formatted(id.name()));
    }
    Rules wanted = Rules.of(scene.options(), nodes, pods);
    Optional<String> taken = wanted.conflict(group);
    if (taken.isPresent()) {
      return refused(taken.get() + " in the network security group " + id.name());
    }
    List<Change> changes = new ArrayList<>();
    for (String name : Rules.NAMES) {
      change(id, group, name, wanted).ifPresent(changes::add);
    }
    return changes.isEmpty()
        ? Plan.settled(
            new Outcome.Done(
                "the network security group %s lets in from the Internet only what the policy names%s"
                    .formatted(id.name(), before(wanted, group))))
        : new Plan.Changes(changes);
  }

  private static Optional<Change> change(
      ResourceId group, JsonObject json, String name, Rules rules) {
    ResourceId id = group.child("securityRules/" + name);
    Optional<JsonObject> wanted = rules.find(name);
    Optional<JsonObject> live = Rules.live(json, name);
    @Nullable String etag =
        live.map(rule -> Fields.text(rule, "etag")).filter(tag -> !tag.isEmpty()).orElse(null);
    if (wanted.isEmpty()) {
      return live.map(
          rule ->
              new Change(
                  "take away the rule %s of %s, which the policy does not name any more"
                      .formatted(name, group.name()),
                  id.text(),
                  rule,
                  null,
                  new ArmRequest(Method.DELETE, id.text(), VERSION, null, etag)));
    }
    if (live.isPresent() && Rules.holds(live.get(), wanted.get())) {
      return Optional.empty();
    }
    JsonObject body = new JsonObject();
    body.add("properties", wanted.get());
    JsonObject after = live.map(JsonObject::deepCopy).orElseGet(JsonObject::new);
    after.addProperty("id", id.text());
    after.add("properties", wanted.get().deepCopy());
    return Optional.of(
        new Change(
            "put the rule %s into %s: %s%s"
                .formatted(
                    name,
                    group.name(),
                    Rules.words(wanted.get()),
                    silenced(wanted.get(), rules, json)),
            id.text(),
            live.orElse(null),
            after,
            new ArmRequest(Method.PUT, id.text(), VERSION, body, etag)));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    List<Plan> plans = new ArrayList<>();
    for (Originals.Original original : Originals.of(before).inReverse()) {
      String what = "the rule " + original.id().name();
      if (original.json().isEmpty()) {
        plans.add(Undo.remove(arm, original.id(), VERSION, what));
      } else {
        JsonObject properties = Fields.object(original.json().get(), "properties").deepCopy();
        properties.remove("provisioningState");
        JsonObject body = new JsonObject();
        body.add("properties", properties);
        plans.add(Undo.restore(arm, original, VERSION, body, what));
      }
    }
    return Plan.together(plans);
  }

  private static boolean shared(JsonObject group, Set<ResourceId> subnets) {
    boolean others =
        Fields.objects(group, "properties", "subnets").stream()
            .map(subnet -> ResourceId.parse(Fields.text(subnet, "id")))
            .anyMatch(subnet -> subnet.isEmpty() || !subnets.contains(subnet.get()));
    return others || !Fields.objects(group, "properties", "networkInterfaces").isEmpty();
  }

  /** Rules of others that come before ours and let somebody in: they stay, and are told. */
  private static String before(Rules ours, JsonObject group) {
    List<String> open = ours.before(group);
    return open.isEmpty()
        ? ""
        : "; rules of others come before that and let somebody in: " + names(open);
  }

  /** Rules of others that a denial makes of no effect for the Internet. */
  private static String silenced(JsonObject rule, Rules ours, JsonObject group) {
    List<String> open = ours.after(group);
    return open.isEmpty() || !Fields.text(rule, "access").equals("Deny")
        ? ""
        : ", whatever these rules of others say: " + names(open);
  }

  private static String names(List<String> rules) {
    return rules.stream()
        .limit(MOST_NAMES)
        .map(name -> Plain.text(name, 80))
        .collect(Collectors.joining(", "));
  }

  private static Plan refused(String why) {
    return Plan.settled(new Outcome.Refused(why));
  }
}
