package io.snapwarden.chaos;

import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import io.snapwarden.sandbox.Principal;

/**
 * Somebody wrote a snapshot.
 *
 * @param correlation tells it from other writes of the same snapshot
 * @param problem the same for writes that belong in one ticket: by whom, what, and why it is wrong
 * @param event as Event Grid would tell of it
 */
record Write(
    Kind kind,
    ResourceId target,
    Principal by,
    String correlation,
    String problem,
    JsonObject event) {

  /** Names its incident. */
  String key() {
    return target.key() + "\n" + correlation;
  }
}
