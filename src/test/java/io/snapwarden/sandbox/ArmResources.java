package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The resources of the simulated Resource Manager, for the rules of their types. */
public interface ArmResources {

  /** A copy of a resource. */
  Optional<JsonObject> find(String id);

  /** Copies of all resources of a type under a scope. */
  List<JsonObject> all(String type, String scope);

  /** Puts a resource there as it is; its ETag changes. Its id, name and type are filled in. */
  void put(String id, JsonObject json);

  /** Takes a resource away, with what lies under it. */
  void remove(String id);

  /** The ETag of a resource; empty if there is none. */
  Optional<String> etag(String id);

  /** What time it is there. */
  Instant now();

  /**
   * Does something once so much time has passed there, before the next request is looked at. What
   * is due first is done first.
   */
  void later(Duration after, Runnable effect);
}
