package io.snapwarden.policy;

import com.google.gson.JsonObject;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Remediations to choose from in tests of policies. */
final class Catalogs {

  private Catalogs() {}

  /** Three that take no options, and one that takes {@code allowFrom}, a list of text. */
  static RemediationCatalog few() {
    return new RemediationCatalog() {
      @Override
      public Set<String> ids() {
        return new LinkedHashSet<>(
            List.of("tag-snapshot", "lock-snapshot", "delete-snapshot", "restrict-nsg-inbound"));
      }

      @Override
      public List<OptionProblem> check(String id, JsonObject options) {
        return id.equals("restrict-nsg-inbound") ? allowFrom(options) : none(id, options);
      }
    };
  }

  private static List<OptionProblem> none(String id, JsonObject options) {
    return options.keySet().stream()
        .map(key -> new OptionProblem("." + key, id + " takes no such option"))
        .toList();
  }

  private static List<OptionProblem> allowFrom(JsonObject options) {
    if (!options.has("allowFrom")) {
      return List.of(new OptionProblem("", "needs the option allowFrom"));
    }
    List<OptionProblem> problems = new ArrayList<>();
    for (int i = 0; i < options.getAsJsonArray("allowFrom").size(); i++) {
      if (!options.getAsJsonArray("allowFrom").get(i).getAsString().contains("/")) {
        problems.add(new OptionProblem(".allowFrom[" + i + "]", "must be a network"));
      }
    }
    return problems;
  }
}
