package io.snapwarden.remediation.container;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmException;
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
import java.util.stream.Collectors;

/**
 * Restarts container groups that are unhealthy: {@code ContainerGroups_ListByResourceGroup}, {@code
 * _Get}, {@code _Restart} and {@code _Start} in azure-rest-api-specs,
 * Microsoft.ContainerInstance/ContainerInstance/ContainerGroup.tsp, 2025-09-01.
 *
 * <p>A restart is seen in the group alone: Azure is at work on it, or something happened to a
 * container since. One incident restarts a group once: what a restart does not cure, a second one
 * within the hour will not. A group that somebody stopped stays so.
 */
public final class RestartUnhealthyContainers implements Remediation {

  static final String VERSION = "2025-09-01";

  /** Each is read by itself. */
  static final int MOST_GROUPS = 200;

  /** Azure gives up a start after so long ("Azure Container Instances states"). */
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /** A container that crashes at once would look well for a moment. */
  private static final Duration SETTLING = Duration.ofMinutes(2);

  private static final Duration AGAIN = Duration.ofSeconds(30);

  /** So often a group is asked to restart of which nothing shows that it was. */
  private static final int MOST_TRIES = 5;

  private static final int MOST_NAMES = 10;

  private final Arm arm;

  public RestartUnhealthyContainers(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return ContainerSpecs.RESTART;
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    return Plan.settled(
        before.isEmpty()
            ? new Outcome.Done("nothing was restarted")
            : new Outcome.Refused(
                "a restart cannot be taken back: the containers run anew, and from the images that there are now"));
  }

  @Override
  public Plan plan(Scene scene) {
    List<ResourceId> ids = list(scene);
    if (ids.size() > MOST_GROUPS) {
      return Plan.settled(
          new Outcome.Refused(
              "there are %d container groups, and it looks at %d at most: name fewer resource groups in the option \"%s\""
                  .formatted(ids.size(), MOST_GROUPS, ContainerSpecs.GROUPS)));
    }
    List<ContainerGroup> groups = new ArrayList<>();
    for (ResourceId id : ids) {
      arm.read(id.text(), VERSION)
          .ifPresent(live -> groups.add(new ContainerGroup(id, live.json())));
    }
    return new Look(scene).at(groups);
  }

  private List<ResourceId> list(Scene scene) {
    List<ResourceId> named = scene.options().ids(ContainerSpecs.GROUPS);
    List<ResourceId> within =
        named.isEmpty() ? List.of(scene.write().target().parent().parent()) : named;
    List<ResourceId> ids = new ArrayList<>();
    for (ResourceId group : within) {
      String all = group.text() + "/providers/" + ContainerSpecs.TYPE;
      for (JsonObject each : arm.list(all, VERSION)) {
        ids.add(inside(group, Fields.text(each, "id")));
      }
    }
    ids.sort(Comparator.comparing(ResourceId::key));
    return ids;
  }

  /** Only what lies where we looked is asked for, whatever an answer says. */
  private static ResourceId inside(ResourceId group, String text) {
    return ResourceId.parse(text)
        .filter(id -> id.isA(ContainerSpecs.TYPE))
        .filter(id -> id.parent().parent().equals(group))
        .orElseThrow(
            () ->
                new ArmException(
                    ArmException.Kind.FINAL,
                    "Azure lists in %s what is no container group of it: %s"
                        .formatted(group.name(), Plain.text(text, 200)),
                    null,
                    null));
  }

  /** One look at all groups. */
  private static final class Look {

    private final Scene scene;
    private final int most;
    private final int between;
    private final List<Plan> plans = new ArrayList<>();
    private final List<ContainerGroup> stopped = new ArrayList<>();
    private final List<ContainerGroup> working = new ArrayList<>();
    private final List<ContainerGroup> sick = new ArrayList<>();
    private final List<ContainerGroup> lately = new ArrayList<>();
    private final List<ContainerGroup> over = new ArrayList<>();

    Look(Scene scene) {
      this.scene = scene;
      this.most = scene.options().whole(ContainerSpecs.MOST, ContainerSpecs.USUAL_MOST);
      this.between = scene.options().whole(ContainerSpecs.BETWEEN, ContainerSpecs.USUAL_BETWEEN);
    }

    Plan at(List<ContainerGroup> groups) {
      // A group that is gone by now took its restart, too.
      long left = most - restarted();
      for (ContainerGroup group : groups) {
        Optional<Scene.Touch> touch = scene.touched(group.id());
        if (touch.isPresent()) {
          plans.add(after(group, touch.get()));
        } else if (group.stopped()) {
          stopped.add(group);
        } else if (group.inTransition()) {
          working.add(group);
        } else if (!group.troubles().isEmpty()) {
          sick.add(group);
        }
      }
      for (ContainerGroup group : sick) {
        if (startedLately(group)) {
          lately.add(group);
        } else if (left > 0) {
          left--;
          plans.add(Plan.changes(restart(group)));
        } else {
          over.add(group);
        }
      }
      plans.add(Plan.settled(rest(groups.size())));
      return Plan.together(plans);
    }

    private long restarted() {
      return scene.touches().stream()
          .flatMap(touch -> ResourceId.parse(touch.resource()).stream())
          .filter(id -> id.isA(ContainerSpecs.TYPE))
          .distinct()
          .count();
    }

    private boolean startedLately(ContainerGroup group) {
      Instant since = scene.now().minus(Duration.ofMinutes(between));
      return group.started().filter(time -> time.isAfter(since)).isPresent();
    }

    /** Where a group stands that this incident has, or may have, restarted. */
    private Plan after(ContainerGroup group, Scene.Touch touch) {
      String name = "the container group " + group.name();
      if (group.inTransition()) {
        return Plan.settled(
            scene.now().isBefore(touch.until().plus(LONGEST))
                ? new Outcome.Waiting(
                    "Azure is at work on %s: %s".formatted(name, group.provisioning()), AGAIN)
                : new Outcome.Failed(
                    "%s was restarted, and is in the state %s after %d minutes"
                        .formatted(name, group.provisioning(), LONGEST.toMinutes())));
      }
      if (group.stopped()) {
        return Plan.settled(new Outcome.Done(name + " was stopped meanwhile, and stays so"));
      }
      boolean changed = group.changedSince(touch.from());
      List<String> troubles = group.troubles();
      if (troubles.isEmpty() && !changed) {
        return Plan.settled(new Outcome.Done(name + " is healthy"));
      }
      if (scene.now().isBefore(touch.until().plus(SETTLING))) {
        return Plan.settled(
            new Outcome.Waiting("%s is to show that it stays up".formatted(name), AGAIN));
      }
      if (troubles.isEmpty()) {
        return Plan.settled(new Outcome.Done(name + " was restarted and runs"));
      }
      long tries =
          scene.touches().stream()
              .filter(each -> each.resource() != null && each.concerns(group.id()))
              .count();
      if (!changed && tries < MOST_TRIES) {
        return Plan.changes(restart(group));
      }
      return Plan.settled(
          new Outcome.Failed(
              "%s %s: %s"
                  .formatted(
                      name,
                      changed
                          ? "was restarted and is still unhealthy"
                          : "does not show that it was restarted, after %d tries".formatted(tries),
                      said(troubles))));
    }

    /** What there is to say of all that is not restarted. */
    private Outcome rest(int looked) {
      List<String> said = new ArrayList<>();
      if (!over.isEmpty()) {
        said.add(
            "unhealthy, but %d restarts are as many as one incident may make (option \"%s\"): %s"
                .formatted(most, ContainerSpecs.MOST, names(over)));
      }
      if (!lately.isEmpty()) {
        said.add(
            "unhealthy, but started less than %d minutes ago (option \"%s\"): %s"
                .formatted(between, ContainerSpecs.BETWEEN, names(lately)));
      }
      if (said.isEmpty()) {
        said.add("%d container groups looked at, and no other is unhealthy".formatted(looked));
      }
      if (!working.isEmpty()) {
        said.add("Azure is at work on " + names(working));
      }
      if (!stopped.isEmpty()) {
        said.add("stopped by somebody, and left so: " + names(stopped));
      }
      String detail = String.join("; ", said);
      return over.isEmpty() && lately.isEmpty()
          ? new Outcome.Done(detail)
          : new Outcome.Refused(detail);
    }
  }

  private static Change restart(ContainerGroup group) {
    boolean ended = group.ended();
    JsonObject after = group.json().deepCopy();
    JsonObject properties = Fields.object(after, "properties");
    JsonObject view = Fields.object(properties, "instanceView");
    view.addProperty("state", "Running");
    properties.add("instanceView", view);
    return new Change(
        "%s the container group %s (%s); its images are pulled anew, and may be newer"
            .formatted(ended ? "start" : "restart", group.name(), said(group.troubles())),
        group.id().text(),
        group.json(),
        after,
        new ArmRequest(
            Method.POST, group.id().text() + (ended ? "/start" : "/restart"), VERSION, null, null));
  }

  private static String said(List<String> troubles) {
    return troubles.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
  }

  private static String names(List<ContainerGroup> groups) {
    return groups.stream()
            .limit(MOST_NAMES)
            .map(ContainerGroup::name)
            .collect(Collectors.joining(", "))
        + (groups.size() > MOST_NAMES ? " and %d more".formatted(groups.size() - MOST_NAMES) : "");
  }
}
