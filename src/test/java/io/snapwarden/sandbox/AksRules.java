package io.snapwarden.sandbox;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * AKS clusters and node pools as Azure treats them: work takes its time, one at a time, and may
 * stop half-way; versions follow upon one another; a PUT replaces all that is not read-only. Set it
 * up before the requests come: it is read under the monitor of the simulated Resource Manager.
 */
public final class AksRules implements ArmRules {

  private static final String CLUSTERS = "microsoft.containerservice/managedclusters";
  private static final String POOLS = CLUSTERS + "/agentpools";
  private static final String UPGRADES = CLUSTERS + "/upgradeprofiles";
  private static final String POOL_UPGRADES = POOLS + "/upgradeprofiles";
  private static final String NEW_POOLS = CLUSTERS + "/availableagentpoolversions";
  private static final String NEW_IMAGE = POOLS + "/upgradenodeimageversion";

  private final AksVersions versions = new AksVersions();
  private final AksReads reads = new AksReads(versions);
  private final AksWork work = new AksWork();
  private final AksWrites writes = new AksWrites(versions, reads, work);

  public AksRules() {
    offers("1.30.9", "1.31.4", "1.31.7", "1.32.2", "1.32.3");
    previews("1.33.0");
  }

  /** These versions, besides those that it has already. */
  public AksRules offers(String... more) {
    List.of(more).forEach(each -> versions.offer(each, false));
    return this;
  }

  /** These, too, but as a preview. */
  public AksRules previews(String... more) {
    List.of(more).forEach(each -> versions.offer(each, true));
    return this;
  }

  /** To a control plane of whatever version, as AKS does once the present one is out of support. */
  public AksRules offersAnyway(String version) {
    versions.offerAnyway(version);
    return this;
  }

  /** Only what is offered from now on. */
  public AksRules offersNothing() {
    versions.forget();
    return this;
  }

  /** The newest node images end so; what comes before names the operating system. */
  public AksRules latestImage(String ending) {
    reads.latestImage(ending);
    return this;
  }

  public AksRules takes(Duration controlPlane, Duration node, Duration update) {
    writes.takes(controlPlane, node, update);
    return this;
  }

  /** The next work takes this long, whatever it is. */
  public AksRules nextTakes(Duration time) {
    work.nextTakes(time);
    return this;
  }

  /** Everything is over at once, or nearly: for those who watch. */
  public AksRules hurry() {
    return takes(Duration.ofMillis(1500), Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  /** The next work, whatever it is on, stops before its end. */
  public AksRules failNext(String reason) {
    work.endsBadly("", "Failed", "UpgradeFailed", reason);
    return this;
  }

  /**
   * The next work on this cluster or pool stops before its end; an upgrade goes on with the next
   * PUT, whatever it is for.
   *
   * @param state {@code Failed} or {@code Canceled}
   */
  public AksRules nextStops(String id, String state, String code, String message) {
    work.endsBadly(id, state, code, message);
    return this;
  }

  @Override
  public Collection<String> types() {
    return List.of(CLUSTERS, POOLS, UPGRADES, POOL_UPGRADES, NEW_POOLS, NEW_IMAGE);
  }

  @Override
  public List<String> linked(ArmCall call, ArmPath path, ArmResources azure) {
    return call.method().equals("PUT") ? AksLinks.of(call.body()) : List.of();
  }

  @Override
  public Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    String what = call.method() + " " + path.typeKey();
    return switch (what) {
      case "GET " + CLUSTERS ->
          path.collection() ? AksReads.clusters(path, azure) : AksReads.cluster(path, azure);
      case "PUT " + CLUSTERS -> writes.putCluster(call, path, azure);
      case "GET " + POOLS ->
          path.collection() ? AksReads.pools(path, azure) : AksReads.pool(path.text(), azure);
      case "PUT " + POOLS -> writes.putPool(call, path, azure);
      case "GET " + UPGRADES -> reads.upgrades(path, azure);
      case "GET " + POOL_UPGRADES -> reads.poolUpgrades(path, azure);
      case "GET " + NEW_POOLS -> reads.newPools(path, azure);
      case "POST " + NEW_IMAGE -> writes.newImage(path, azure);
      default -> Optional.empty();
    };
  }
}
