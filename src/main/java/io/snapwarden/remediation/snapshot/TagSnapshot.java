package io.snapwarden.remediation.snapshot;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.azure.ArmRequest.Method;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.remediation.Change;
import io.snapwarden.remediation.Outcome;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.Scene;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Quarantine tags: {@code Snapshots_UpdateTags}, see {@link SnapshotApi}.
 *
 * <p>The PATCH replaces the whole set of tags: RemoveTag of AgentPoolSnapshotResource (Azure SDK
 * for .NET 1.x, Azure.ResourceManager.ContainerService) removes one by sending the rest. So the
 * union is sent, with {@code If-Match} where Azure gave an ETag.
 */
public final class TagSnapshot implements Remediation {

  private final Arm arm;

  public TagSnapshot(Arm arm) {
    this.arm = arm;
  }

  @Override
  public RemediationSpec spec() {
    return SnapshotSpecs.TAG;
  }

  @Override
  public Plan plan(Scene scene) {
    Optional<LiveSnapshot> found = SnapshotApi.read(arm, scene.write());
    if (found.isEmpty()) {
      return done("the snapshot is gone already");
    }
    LiveSnapshot live = found.get();
    JsonObject wanted = wanted(scene);
    JsonObject tags = live.tags().deepCopy();
    wanted.entrySet().forEach(tag -> put(tags, tag.getKey(), tag.getValue()));
    if (tags.equals(live.tags())) {
      return done("the tags are there");
    }
    if (!scene.touches().isEmpty() && taggedByAnother(scene, live.tags())) {
      return done("another incident of this snapshot has tagged it since");
    }
    Guard guard = Guard.reversible(scene.write(), live);
    return guard
        .refused()
        .orElseGet(
            () ->
                change(
                    "set the tags " + words(wanted) + "; " + guard.compared(), scene, live, tags));
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    if (before.isEmpty()) {
      return done("no tag was changed");
    }
    Optional<LiveSnapshot> found = SnapshotApi.read(arm, scene.write());
    if (found.isEmpty()) {
      return done("the snapshot is gone");
    }
    LiveSnapshot live = found.get();
    JsonObject old = LiveSnapshot.of(before.get(0), null).tags();
    JsonObject tags = live.tags().deepCopy();
    for (Map.Entry<String, JsonElement> tag : wanted(scene).entrySet()) {
      takeBack(tags, tag, old);
    }
    return tags.equals(live.tags())
        ? done("none of our tags is left")
        : change("take our tags off again", scene, live, tags);
  }

  /** Two incidents of one snapshot would tag it in turns for as long as events tell of it. */
  private static boolean taggedByAnother(Scene scene, JsonObject tags) {
    String name = nameIn(tags, TagRules.INCIDENT);
    return name != null
        && nameIn(tags, TagRules.QUARANTINED_AT) != null
        && tags.get(name) instanceof JsonPrimitive value
        && scene.known().otherIncident(value.getAsString());
  }

  /** A tag whose value is not ours any more belongs to whoever changed it. */
  private static void takeBack(
      JsonObject tags, Map.Entry<String, JsonElement> ours, JsonObject old) {
    String name = nameIn(tags, ours.getKey());
    if (name == null || !ours.getValue().equals(tags.get(name))) {
      return;
    }
    String oldName = nameIn(old, ours.getKey());
    if (oldName == null) {
      tags.remove(name);
    } else {
      tags.add(name, old.get(oldName));
    }
  }

  private static JsonObject wanted(Scene scene) {
    JsonObject tags = new JsonObject();
    tags.addProperty(TagRules.INCIDENT, scene.incident());
    tags.addProperty(TagRules.QUARANTINED_AT, scene.write().at().toString());
    if (scene.options().json().get("tags") instanceof JsonObject more) {
      more.entrySet().forEach(tag -> tags.add(tag.getKey(), tag.getValue()));
    }
    return tags;
  }

  private static void put(JsonObject tags, String name, JsonElement value) {
    String existing = nameIn(tags, name);
    tags.add(existing == null ? name : existing, value);
  }

  /** The tag's name as it stands there: case does not count in tag names. */
  private static @Nullable String nameIn(JsonObject tags, String name) {
    return tags.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
  }

  private static Plan change(String summary, Scene scene, LiveSnapshot live, JsonObject tags) {
    SnapshotWrite write = scene.write();
    JsonObject body = new JsonObject();
    body.add("tags", tags);
    JsonObject after = live.json().deepCopy();
    after.add("tags", tags.deepCopy());
    String id = write.target().text();
    return new Plan.Changes(
        List.of(
            new Change(
                summary,
                id,
                live.json(),
                after,
                new ArmRequest(
                    Method.PATCH, id, SnapshotApi.version(write.kind()), body, live.etag()))));
  }

  private static String words(JsonObject tags) {
    return tags.entrySet().stream()
        .map(tag -> tag.getKey() + "=" + ((JsonPrimitive) tag.getValue()).getAsString())
        .collect(Collectors.joining(", "));
  }

  private static Plan done(String detail) {
    return new Plan.Settled(new Outcome.Done(detail));
  }
}
