package io.snapwarden.chaos;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.sandbox.ArmChange;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the workers have changed in Azure, told by Azure's own record and never by their journals.
 *
 * <p>What is claimed: of each incident exactly one request set its tags, exactly one made its lock,
 * exactly one removed its snapshot. A worker that did not hear the answer may ask for the same once
 * more; such a request finds all as it wants it and changes nothing, and is counted as harmless.
 */
final class Effects {

  private static final String TAG = "snapwarden-incident";
  private static final String LOCK = "/providers/microsoft.authorization/locks/snapwarden-";

  private final SimulatedArm arm;
  private final Map<String, Integer> tagged = new HashMap<>();
  private final Map<String, Integer> locked = new HashMap<>();
  private final Map<String, Integer> deleted = new HashMap<>();
  private final Set<String> touched = new HashSet<>();
  private int effective;
  private int harmless;

  Effects(SimulatedArm arm, Principal ourselves) {
    this.arm = arm;
    arm.changes().stream().filter(change -> change.by().equals(ourselves)).forEach(this::count);
  }

  private void count(ArmChange change) {
    if (!change.effective()) {
      harmless++;
      return;
    }
    effective++;
    String id = change.id().toLowerCase(Locale.ROOT);
    int lock = id.indexOf(LOCK);
    touched.add(lock < 0 ? id : id.substring(0, lock));
    switch (change.method()) {
      case "PATCH" -> tagged.merge(String.valueOf(tag(change.after())), 1, Integer::sum);
      case "PUT" ->
          locked.merge(lock < 0 ? id : id.substring(lock + LOCK.length()), 1, Integer::sum);
      default -> deleted.merge(id, 1, Integer::sum);
    }
  }

  private static @Nullable String tag(@Nullable JsonObject snapshot) {
    return snapshot != null
            && snapshot.get("tags") instanceof JsonObject tags
            && tags.get(TAG) instanceof JsonPrimitive tag
        ? tag.getAsString()
        : null;
  }

  int tagged(String incident) {
    return tagged.getOrDefault(incident, 0);
  }

  int locked(String incident) {
    return locked.getOrDefault(incident, 0);
  }

  /** By the target's key. */
  int deleted(String target) {
    return deleted.getOrDefault(target, 0);
  }

  /** Whether the target, or a lock on it, was changed in any way. */
  boolean touched(String target) {
    return touched.contains(target);
  }

  /** Whose tags the snapshot has now; null if nobody's. */
  @Nullable String tagOn(String target) {
    return tag(arm.get(target).orElse(null));
  }

  boolean exists(String target) {
    return arm.get(target).isPresent();
  }

  boolean lockedNow(String target, String incident) {
    return arm.get(target + LOCK + incident).isPresent();
  }

  /** How many effects there are in all, to be compared with how many there should be. */
  int effective() {
    return effective;
  }

  /** Requests that were carried out and changed nothing. */
  int harmless() {
    return harmless;
  }

  List<Integer> counts() {
    return List.of(sum(tagged), sum(locked), sum(deleted));
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
