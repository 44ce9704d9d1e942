package io.snapwarden.remediation.container;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Restarts what is unhealthy: {@code ContainerGroups_ListByResourceGroup}, {@code _Get}, {@code
 * _Restart} and {@code _Start}, see {@link LiveGroup}. A restart may bring a newer image under the
 * same tag ("Restart: if a container image has updates, a new image is downloaded", in the
 * specification).
 *
 * <p>A group that cannot be mended by a restart must not be restarted for ever: each is left alone
 * for a while after it has started, whoever started it, and an incident restarts only so many.
 */
public final class RestartUnhealthyContainers implements Remediation {

  private static final String VERSION = "2025-09-01";
  private static final Duration AGAIN = Duration.ofSeconds(30);

  /** How long a restarted group may take to come up. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final int LONGEST_NAME = 80;

  private final Arm arm;

  public RestartUnhealthyContainers(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return ContainerSpecs.RESTART;
  }

  /** What is to be done about a group. */
  private enum Need {
    NOTHING,
    PATIENCE,
    RESTART,
    HOPELESS
  }

  @Override
  public Plan plan(Scene scene) {
    List<Change> changes = new ArrayList<>();
    List<String> coming = new ArrayList<>();
    List<String> hopeless = new ArrayList<>();
    List<LiveGroup> groups = groups(scene);
    int left = left(scene, groups);
    for (LiveGroup group : groups) {
      String name = Plain.text(group.id().name(), LONGEST_NAME);
      switch (need(scene, group)) {
        case NOTHING -> {}
        case PATIENCE -> coming.add(name);
        case HOPELESS -> hopeless.add(name + " has started lately and is left alone");
        case RESTART -> {
          boolean again = scene.touched(group.id()).isPresent();
          if (again || left > 0) {
            changes.add(restart(group));
            left -= again ? 0 : 1;
          } else {
            hopeless.add(name + " is one more than an incident may restart");
          }
        }
      }
    }
    if (!changes.isEmpty()) {
      return new Plan.Changes(changes);
    }
    if (!coming.isEmpty()) {
      return Plan.settled(
          new Outcome.Waiting("coming up again: " + String.join(", ", coming), AGAIN));
    }
    return Plan.settled(
        hopeless.isEmpty()
            ? new Outcome.Done("all %d container groups are healthy".formatted(groups.size()))
            : new Outcome.Refused("still unhealthy: " + String.join("; ", hopeless)));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    return Plan.settled(
        before.isEmpty()
            ? new Outcome.Done("nothing was restarted")
            : new Outcome.Refused("a restart cannot be taken back"));
  }

  private static Need need(Scene scene, LiveGroup group) {
    Optional<Scene.Touch> touch = scene.touched(group.id());
    Duration since =
        touch.map(each -> Duration.between(each.until(), scene.now())).orElse(Duration.ZERO);
    if (group.stopped() && touch.isEmpty()) {
      return Need.NOTHING;
    }
    if (group.moving()) {
      return touch.isEmpty() ? Need.NOTHING : Need.PATIENCE;
    }
    if (!group.unhealthy()) {
      return Need.NOTHING;
    }
    Optional<Instant> started = group.started();
    if (touch.isPresent()) {
      boolean restarted =
          started.isPresent() && !started.get().isBefore(touch.get().from().minusSeconds(5));
      if (!restarted) {
        // Asked for, but Azure never did it.
        return since.compareTo(AGAIN) < 0 ? Need.PATIENCE : Need.RESTART;
      }
      return since.compareTo(PATIENCE) < 0 ? Need.PATIENCE : Need.HOPELESS;
    }
    Duration pause = Duration.ofMinutes(scene.options().whole(ContainerSpecs.PAUSE, 30));
    return started.isPresent() && scene.now().isBefore(started.get().plus(pause))
        ? Need.HOPELESS
        : Need.RESTART;
  }

  /** How many more groups this incident may restart. */
  private static int left(Scene scene, List<LiveGroup> groups) {
    long touched = groups.stream().filter(group -> scene.touched(group.id()).isPresent()).count();
    return scene.options().whole(ContainerSpecs.MOST, 3) - (int) touched;
  }

  private List<LiveGroup> groups(Scene scene) {
    List<ResourceId> scopes = scene.options().ids(ContainerSpecs.GROUPS);
    if (scopes.isEmpty()) {
      scopes = List.of(scene.write().target().parent().parent());
    }
    List<LiveGroup> groups = new ArrayList<>();
    for (ResourceId scope : scopes) {
      String all = scope.text() + "/providers/Microsoft.ContainerInstance/containerGroups";
      for (JsonObject listed : arm.list(all, VERSION)) {
        Optional<ResourceId> id = ResourceId.parse(all + "/" + Fields.text(listed, "name"));
        id.flatMap(each -> arm.read(each.text(), VERSION))
            .ifPresent(live -> groups.add(new LiveGroup(id.get(), live.json())));
      }
    }
    groups.sort(Comparator.comparing(group -> group.id().key()));
    return groups;
  }

  private static Change restart(LiveGroup group) {
    String verb = group.ended() ? "start" : "restart";
    JsonObject after = group.json().deepCopy();
    JsonObject properties = Fields.object(after, "properties");
    properties.addProperty("provisioningState", "Succeeded");
    JsonObject view = Fields.object(properties, "instanceView");
    view.addProperty("state", "Running");
    properties.add("instanceView", view);
    return new Change(
        "%s the container group %s, which is unhealthy; it may get a newer image under the same tag"
            .formatted(verb, Plain.text(group.id().name(), LONGEST_NAME)),
        group.id().text(),
        group.json(),
        after,
        new ArmRequest(Method.POST, group.id().text() + "/" + verb, VERSION, null, null));
  }
}
