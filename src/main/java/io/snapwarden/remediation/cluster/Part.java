package io.snapwarden.remediation.cluster;

import com.google.gson.JsonObject;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.cluster.ClusterApi.Live;
import java.util.Locale;
import java.util.Optional;

/**
 * A control plane or a node pool, as far as its version goes.
 *
 * @param what as in {@code the pool user}
 * @param wanted the field with the version that it is to run; AKS goes there
 * @param running the field with the version that it runs; only AKS writes it
 */
record Part(Live live, String what, String wanted, String running) {

  private static final int LONGEST = 100;

  static Part controlPlane(Live cluster) {
    return new Part(
        cluster,
        "the control plane of " + cluster.id().name(),
        "kubernetesVersion",
        "currentKubernetesVersion");
  }

  static Part pool(Live pool) {
    return new Part(
        pool, "the pool " + pool.id().name(), "orchestratorVersion", "currentOrchestratorVersion");
  }

  ResourceId id() {
    return live.id();
  }

  String text(String property) {
    return Fields.text(live.properties(), property);
  }

  /** What runs. */
  String version() {
    return text(running).isEmpty() ? text(wanted) : text(running);
  }

  Optional<KubernetesVersion> parsed() {
    return KubernetesVersion.parse(version());
  }

  /** What it is to run, in words; empty if that is what it runs. */
  String unmet() {
    return KubernetesVersion.met(text(wanted), version()) ? "" : Plain.text(text(wanted), LONGEST);
  }

  String image() {
    return text("nodeImageVersion");
  }

  boolean stopped() {
    return live.stopped();
  }

  /** AKS asks for at least one of these; what keeps the cluster going runs on them. */
  boolean system() {
    return text("mode").toLowerCase(Locale.ROOT).equals("system");
  }

  /** The same once it runs another version. */
  Part at(KubernetesVersion to) {
    JsonObject json = live.json().deepCopy();
    JsonObject properties = json.getAsJsonObject("properties");
    properties.addProperty(wanted, to.toString());
    properties.addProperty(running, to.toString());
    return new Part(new Live(live.id(), json, live.etag()), what, wanted, running);
  }

  /** What makes it run another version; all else stays as it is. */
  Change to(KubernetesVersion to) {
    String summary = "upgrade %s from %s to %s".formatted(what, Plain.text(version(), LONGEST), to);
    ArmRequest put =
        ClusterApi.put(summary, live, properties -> properties.addProperty(wanted, to.toString()))
            .request();
    return new Change(summary, live.id().text(), live.json(), at(to).live().json(), put);
  }

  /** What gives its nodes another image, the newest that there is. */
  Change toImage(String image) {
    JsonObject after = live.json().deepCopy();
    after.getAsJsonObject("properties").addProperty("nodeImageVersion", image);
    return new Change(
        "renew the node image of %s from %s to %s"
            .formatted(what, Plain.text(image(), LONGEST), Plain.text(image, LONGEST)),
        live.id().text(),
        live.json(),
        after,
        new ArmRequest(
            Method.POST,
            live.id().text() + "/upgradeNodeImageVersion",
            ClusterApi.VERSION,
            null,
            null));
  }
}
