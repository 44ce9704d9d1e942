package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.remediation.Originals;
import io.snapwarden.remediation.Scene;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a remediation may know of what is around its incident. */
record KnownAround(
    IncidentId id, Step step, Incidents incidents, BeforeImages images, @Nullable Guid ownPrincipal)
    implements Scene.Known {

  @Override
  public boolean otherIncident(String text) {
    return IncidentId.parse(text)
        .filter(other -> other.targetPart().equals(id.targetPart()) && !other.equals(id))
        .flatMap(incidents::find)
        .isPresent();
  }

  @Override
  public Optional<JsonObject> snapshot() {
    return images.target(id);
  }

  @Override
  public Optional<Originals> originals() {
    return images.of(step).map(Originals::of);
  }

  @Override
  public void keep(JsonObject snapshot) {
    images.keepTarget(id, snapshot);
  }
}
