package io.snapwarden.remediation.container;

import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;
import io.snapwarden.remediation.Plain;
import io.snapwarden.remediation.Times;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A container group as a GET shows it: {@code ContainerGroupProperties} and {@code
 * ContainerPropertiesInstanceView}, see {@link RestartUnhealthyContainers}. What its states mean is
 * told by "Azure Container Instances states", Microsoft Learn.
 */
record ContainerGroup(ResourceId id, JsonObject json) {

  private static final Set<String> AT_REST =
      Set.of(
          "",
          "notspecified",
          "preprovisioned",
          "succeeded",
          "failed",
          "unhealthy",
          "notaccessible",
          "canceled");

  private static final String VIEW = "instanceView";
  private static final String STATE = "state";
  private static final String PROPERTIES = "properties";
  private static final String CURRENT = "currentState";

  String name() {
    return Plain.text(id.name(), 80);
  }

  String provisioning() {
    return Plain.text(Fields.text(json, PROPERTIES, "provisioningState"), 40);
  }

  /** Azure is at work on it: it takes no restart (409), and how it is cannot be told yet. */
  boolean inTransition() {
    return !AT_REST.contains(provisioning().toLowerCase(Locale.ROOT));
  }

  /** Somebody stopped it; whatever its containers ended with, they were told to. */
  boolean stopped() {
    return is(state(), "Stopped");
  }

  /** Its containers have come to their end: a restart would not take, only a start. */
  boolean ended() {
    List<JsonObject> containers = containers();
    return is(state(), "Failed")
        || (!containers.isEmpty()
            && !is(policy(), "Always")
            && containers.stream().allMatch(each -> is(state(each), "Terminated")));
  }

  /** What is wrong with it; empty if nothing is. */
  List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    if (stopped() || is(state(), "Succeeded")) {
      return troubles;
    }
    String last = provisioning();
    // "Failed" is told of the last operation, and stays though the containers came up later.
    if ((is(last, "Failed") && !running()) || is(last, "Unhealthy") || is(last, "NotAccessible")) {
      troubles.add("its provisioning state is " + last);
    }
    if (is(state(), "Failed")) {
      troubles.add("it failed");
    }
    for (JsonObject container : containers()) {
      trouble(container).ifPresent(troubles::add);
    }
    return troubles;
  }

  private Optional<String> trouble(JsonObject container) {
    String name = Plain.text(Fields.text(container, "name"), 80);
    JsonObject current = Fields.object(container, PROPERTIES, VIEW, CURRENT);
    String why = Plain.text(Fields.text(current, "detailStatus"), 80);
    if (is(state(container), "Waiting")) {
      return starting()
          ? Optional.empty()
          : Optional.of("container " + name + " waits" + (why.isEmpty() ? "" : ": " + why));
    }
    if (!is(state(container), "Terminated")) {
      return Optional.empty();
    }
    // 0 is completion; where all is always restarted, Azure has yet to do so.
    return Fields.whole(current, "exitCode")
        .filter(code -> code != 0)
        .map(code -> "container %s ended with exit code %d".formatted(name, code));
  }

  /** While an init container runs, the others have to wait. */
  private boolean starting() {
    return Fields.objects(json, PROPERTIES, "initContainers").stream()
        .anyMatch(each -> is(state(each), "Running"));
  }

  private boolean running() {
    List<JsonObject> containers = containers();
    return is(state(), "Running")
        && !containers.isEmpty()
        && containers.stream().allMatch(each -> is(state(each), "Running"));
  }

  /**
   * When the group last came up as a whole, as far as Azure tells: what a container that crashes
   * does by itself does not count.
   */
  Optional<Instant> started() {
    return containers().stream()
        .map(each -> Fields.object(each, PROPERTIES, VIEW))
        .flatMap(
            view -> {
              Stream<String> first =
                  Fields.objects(view, "events").stream()
                      .filter(event -> is(Fields.text(event, "name"), "Started"))
                      .map(event -> Fields.text(event, "firstTimestamp"));
              boolean never = Fields.whole(view, "restartCount").orElse(1) == 0;
              return never && !is(Fields.text(view, CURRENT, STATE), "Waiting")
                  ? Stream.concat(first, Stream.of(Fields.text(view, CURRENT, "startTime")))
                  : first;
            })
        .flatMap(text -> Times.instant(text).stream())
        .max(Comparator.naturalOrder());
  }

  /** Whether anything happened to a container since then, by whatever cause. */
  boolean changedSince(Instant then) {
    Instant second = then.truncatedTo(ChronoUnit.SECONDS);
    return containers().stream()
        .map(each -> Fields.object(each, PROPERTIES, VIEW))
        .flatMap(
            view ->
                Stream.concat(
                    Stream.of(
                        Fields.text(view, CURRENT, "startTime"),
                        Fields.text(view, CURRENT, "finishTime")),
                    Fields.objects(view, "events").stream()
                        .map(event -> Fields.text(event, "lastTimestamp"))))
        .flatMap(text -> Times.instant(text).stream())
        .anyMatch(time -> !time.isBefore(second));
  }

  private List<JsonObject> containers() {
    return Fields.objects(json, PROPERTIES, "containers");
  }

  private String policy() {
    return Fields.text(json, PROPERTIES, "restartPolicy");
  }

  private String state() {
    return Fields.text(json, PROPERTIES, VIEW, STATE);
  }

  private static String state(JsonObject container) {
    return Fields.text(container, PROPERTIES, VIEW, CURRENT, STATE);
  }

  private static boolean is(String text, String word) {
    return text.equalsIgnoreCase(word);
  }
}
