package io.snapwarden.incident;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.Guid;
import io.snapwarden.remediation.Scene;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a remediation may know of what is around its incident. */
record KnownAround(
    IncidentId id, Incidents incidents, Evidence evidence, @Nullable Guid ownPrincipal)
    implements Scene.Known {

  /** Kept once for each incident; what is kept first stays. */
  private static final String SNAPSHOT = "target.json";

  @Override
  public boolean otherIncident(String text) {
    return IncidentId.parse(text)
        .filter(other -> other.targetPart().equals(id.targetPart()) && !other.equals(id))
        .flatMap(incidents::find)
        .isPresent();
  }

  @Override
  public Optional<JsonObject> snapshot() {
    return evidence
        .read(Evidence.reference(id, SNAPSHOT))
        .map(text -> JsonParser.parseString(text).getAsJsonObject());
  }

  @Override
  public void keep(JsonObject snapshot) {
    evidence.keep(id, SNAPSHOT, snapshot.toString());
  }
}
