package io.snapwarden.policy;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a policy may choose from: the remediations that exist and the options that each takes. */
public interface RemediationCatalog {

  /** The ids, in the order in which to show them. */
  Set<String> ids();

  /** Everything wrong with the options of one remediation that exists; empty if nothing is. */
  List<OptionProblem> check(String id, JsonObject options);

  /**
   * Everything wrong with the order of remediations that exist, in one response.
   *
   * @return by the place in the list, from 0
   */
  default Map<Integer, String> checkOrder(List<String> ids) {
    return Map.of();
  }

  /**
   * One wrong option.
   *
   * @param path inside the options, as in {@code .allowFrom[0]}; empty for the options as a whole
   */
  record OptionProblem(String path, String message) {}
}
