package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.remediation.Plan;
import io.snapwarden.remediation.Remediation;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Consent;
import io.snapwarden.remediation.RemediationSpec.Permission;
import io.snapwarden.remediation.Scene;
import java.util.List;
import java.util.function.Function;

/** A remediation that plans what a test tells it. */
record Told(String id, Consent consent, List<Permission> needs, Function<Scene, Plan> plan)
    implements Remediation {

  /** One that asks nothing of Azure but what every incident does. */
  Told(String id, Consent consent, Function<Scene, Plan> plan) {
    this(id, consent, List.of(), plan);
  }

  @Override
  public RemediationSpec spec() {
    return new RemediationSpec(id, "what a test tells it", true, consent, needs, List.of());
  }

  @Override
  public Plan plan(Scene scene) {
    return plan.apply(scene);
  }

  @Override
  public Plan undo(Scene scene, List<JsonObject> before) {
    return plan.apply(scene);
  }
}
