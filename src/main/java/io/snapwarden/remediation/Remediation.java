package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import java.util.List;

/**
 * Brings something in Azure to a desired state. It only reads and says what to change; {@link
 * Playbook} makes the changes, one at a time, and then asks again. So a plan that is shown and a
 * plan that is carried out are the same code, and a crash between any two requests is harmless.
 */
public interface Remediation {

  /** What a policy and an Azure role need to know of it. */
  RemediationSpec spec();

  /**
   * Reads the live state and compares it with the desired one.
   *
   * @throws io.snapwarden.azure.ArmException if a read fails
   */
  Plan plan(Scene scene);

  /**
   * Reads the live state and says what would take the remediation back.
   *
   * @param before the resources as they were before each change of this step, in order; with their
   *     ids under {@code id}
   * @throws io.snapwarden.azure.ArmException if a read fails
   */
  Plan undo(Scene scene, List<JsonObject> before);
}
