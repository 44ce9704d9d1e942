package io.snapwarden.bench.engines;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import io.snapwarden.bench.Workload;
import io.snapwarden.bench.Workload.Rule;
import io.snapwarden.event.SnapshotWrite;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A rule as a Cedar policy, and a write as a Cedar request: the caller is the principal, target and
 * time are in the context, so that no entities have to be handed over. A star of Cedar's also
 * matches slashes, but the ids of snapshots all have the same number of them.
 */
final class Cedar {

  private static final BasicAuthorizationEngine ENGINE = new BasicAuthorizationEngine();
  private static final EntityTypeName APPLICATION = type("Application");
  private static final EntityUID WRITE = type("Action").of("write");
  private static final EntityUID SNAPSHOT = type("Snapshot").of("any");
  private static final Set<Entity> NO_ENTITIES = Set.of();

  private Cedar() {}

  static Policy policy(Rule rule, String id) {
    return new Policy(
        "permit(principal == Application::\"%s\", action == Action::\"write\", resource) when { context.target like \"%s\" && context.at < %d };"
            .formatted(
                rule.caller(),
                rule.target().toLowerCase(Locale.ROOT),
                Workload.UNTIL.toEpochMilli()),
        id);
  }

  /** Has the policies parsed once; each decision then names them by a key. */
  static PolicySet parsed(Set<Policy> policies) {
    try {
      PolicySet set = new PolicySet(policies);
      set.cache();
      return set;
    } catch (CacheException e) {
      throw new IllegalStateException(e);
    }
  }

  static EntityUID principal(String caller) {
    return APPLICATION.of(caller);
  }

  static boolean allowed(PolicySet policies, EntityUID principal, SnapshotWrite write) {
    Map<String, Value> context =
        Map.of(
            "target", new PrimString(write.target().key()),
            "at", new PrimLong(write.at().toEpochMilli()));
    try {
      AuthorizationResponse response =
          ENGINE.isAuthorized(
              new AuthorizationRequest(principal, WRITE, SNAPSHOT, context), policies, NO_ENTITIES);
      return response.success.orElseThrow().isAllowed();
    } catch (AuthException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EntityTypeName type(String name) {
    return EntityTypeName.parse(name).orElseThrow();
  }
}
