package io.snapwarden.policy;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;

/** What a policy may choose from: the remediations that exist and the options that each takes. */
public interface RemediationCatalog {

  /** The ids, in the order in which to show them. */
  Set<String> ids();

  /** Everything wrong with the options of one remediation that exists; empty if nothing is. */
  List<OptionProblem> check(String id, JsonObject options);

  /**
   * One wrong option.
   *
   * @param path inside the options, as in {@code .allowFrom[0]}; empty for the options as a whole
   */
  record OptionProblem(String path, String message) {}
}
