package io.snapwarden.incident;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.Hash;
import io.snapwarden.incident.StepRunner.Way;
import io.snapwarden.remediation.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each change met, whole: kept before it is made, for the record and for taking it back. The
 * name of each, which the incident holds, ends in the hash of its text: taking back writes what it
 * says into Azure, so one that somebody exchanged in the storage must not pass for it.
 */
final class BeforeImages {

  /** The snapshot as the incident saw it first. */
  private static final String TARGET = "target.json";

  /** Earlier incidents have the first 12 digits alone. */
  private static final Pattern DIGEST = Pattern.compile("-([0-9a-f]{12}|[0-9a-f]{64})\\.json$");

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
    if (change.before() != null
        && incident.cause() instanceof Cause.Violation violation
        && change.resource().equalsIgnoreCase(violation.write().target().text())) {
      keepTarget(incident.id(), before);
    }
    String text = before.toString();
    String name =
        "%sstep%d-%s-%s.json"
            .formatted(
                way == Way.UNDO ? "undo-" : "",
                index + 1,
                incident.steps().get(index).remediation(),
                Hash.hex(text));
    return evidence.keep(incident.id(), name, text);
  }

  /** Keeps the snapshot, unless one is kept: a later step may need to know what it was. */
  void keepTarget(IncidentId id, JsonObject snapshot) {
    evidence.keep(id, TARGET, snapshot.toString());
  }

  /** The snapshot as it was first seen. */
  Optional<JsonObject> target(IncidentId id) {
    return evidence
        .read(Evidence.reference(id, TARGET))
        .map(text -> JsonParser.parseString(text).getAsJsonObject());
  }

  /** What a step met, in the order of its changes; empty if any is missing or not what was kept. */
  Optional<List<JsonObject>> of(Step step) {
    List<JsonObject> images = new ArrayList<>();
    for (String reference : step.evidence()) {
      Optional<String> text = evidence.read(reference);
      if (text.isEmpty() || !isWhatWasKept(reference, text.get())) {
        return Optional.empty();
      }
      images.add(JsonParser.parseString(text.get()).getAsJsonObject());
    }
    return Optional.of(images);
  }

  private static boolean isWhatWasKept(String reference, String text) {
    Matcher digest = DIGEST.matcher(reference);
    return digest.find() && Hash.hex(text).startsWith(digest.group(1));
  }
}
