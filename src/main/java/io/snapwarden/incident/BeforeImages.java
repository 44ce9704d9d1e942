package io.snapwarden.incident;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.Hash;
import io.snapwarden.incident.StepRunner.Way;
import io.snapwarden.remediation.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each change met, whole: kept before it is made, for the record and for taking it back. */
final class BeforeImages {

  private final Evidence evidence;

  BeforeImages(Evidence evidence) {
    this.evidence = evidence;
  }

  /** Keeps what a change is about to replace; gives what {@link Evidence#read} takes. */
  String keep(Incident incident, int index, Way way, Change change) {
    JsonObject before = new JsonObject();
    if (change.before() == null) {
      before.addProperty("absent", true);
    } else {
      before = change.before().deepCopy();
    }
    before.addProperty("id", change.resource());
    String text = before.toString();
    String name =
        "%sstep%d-%s-%s.json"
            .formatted(
                way == Way.UNDO ? "undo-" : "",
                index + 1,
                incident.steps().get(index).remediation(),
                Hash.hex(text).substring(0, 12));
    return evidence.keep(incident.id(), name, text);
  }

  /** What a step met, in the order of its changes; empty if any of it is missing. */
  Optional<List<JsonObject>> of(Step step) {
    List<JsonObject> images = new ArrayList<>();
    for (String reference : step.evidence()) {
      Optional<String> text = evidence.read(reference);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      images.add(JsonParser.parseString(text.get()).getAsJsonObject());
    }
    return Optional.of(images);
  }
}
