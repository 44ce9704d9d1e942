package io.snapwarden.policy;

import com.google.gson.JsonObject;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the remediations of a response, and has their options checked. */
final class RemediationReader {

  private static final String KEY = "remediation";

  private final RemediationCatalog catalog;

  RemediationReader(RemediationCatalog catalog) {
    this.catalog = catalog;
  }

  List<RemediationChoice> read(@Nullable Value list) {
    if (list == null) {
      return List.of();
    }
    Set<String> seen = new LinkedHashSet<>();
    List<RemediationChoice> choices = new ArrayList<>();
    List<Value> entries = new ArrayList<>();
    for (Value entry : list.elements()) {
      RemediationChoice choice = choice(entry);
      if (choice != null && !seen.add(choice.id())) {
        entry.problem(Quote.of(choice.id()) + " stands in this list already");
      } else if (choice != null) {
        choices.add(choice);
        entries.add(entry);
      }
    }
    for (Map.Entry<Integer, String> wrong : catalog.checkOrder(List.copyOf(seen)).entrySet()) {
      entries.get(wrong.getKey()).problem(wrong.getValue());
    }
    return choices;
  }

  private @Nullable RemediationChoice choice(Value entry) {
    if (entry.isText()) {
      return choice(entry, entry, new JsonObject());
    }
    if (!entry.isTextOrObject()) {
      return null;
    }
    JsonObject options = entry.json().getAsJsonObject().deepCopy();
    options.remove(KEY);
    return choice(entry, entry.require(KEY), options);
  }

  private @Nullable RemediationChoice choice(
      Value entry, @Nullable Value name, JsonObject options) {
    String id = Terms.word(name, catalog.ids());
    if (id == null) {
      return null;
    }
    for (OptionProblem problem : catalog.check(id, options)) {
      entry.problemAt(problem.path(), problem.message());
    }
    return new RemediationChoice(id, options);
  }
}
