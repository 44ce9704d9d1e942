package io.snapwarden.cli;

import io.snapwarden.azure.SignedIn;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SafeText;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.Incidents;
import io.snapwarden.incident.Operations;
import io.snapwarden.incident.Operator;
import java.util.List;
import java.util.function.BiFunction;

/** How a person asks for something to be done about an incident: seen first, then asked. */
record Asking(Surroundings surroundings) {

  /** What is asked for. */
  @FunctionalInterface
  interface Request {
    Incident of(Operations operations, Incident shown, Operator by);
  }

  /**
   * Shows what it is about, asks for it, and says what comes next.
   *
   * @param about what to show of the incident before anything is asked for
   * @param outcome what to say when it was asked for
   */
  void about(
      String id,
      BiFunction<IncidentText, Incident, List<String>> about,
      Request request,
      String outcome) {
    OperatorStorage storage = OperatorStorage.of(surroundings.environment());
    Incidents incidents = storage.incidents();
    Operations operations = new Operations(incidents, storage.inbox(), surroundings.clock());
    Incident shown = new KnownIncidents(incidents).find(id);
    IncidentText text = new IncidentText(surroundings.ansi(), surroundings.clock().instant());
    text.heading(shown).forEach(surroundings.out()::line);
    List<String> more = about.apply(text, shown);
    if (!more.isEmpty()) {
      surroundings.out().line("");
      more.forEach(surroundings.out()::line);
    }
    Operator by = operator();
    request.of(operations, shown, by);
    surroundings.out().line("");
    surroundings.out().line(SafeText.of("%s, by %s".formatted(outcome, by)));
    surroundings.out().line("A worker takes it up now: snapwarden incidents show " + shown.id());
  }

  private Operator operator() {
    SignedIn who = SignedIn.of(surroundings.environment());
    Guid objectId =
        Guid.parse(who.objectId())
            .orElseThrow(
                () ->
                    Failure.badInput(
                        "the sign-in's object id is no GUID: \"%s\"".formatted(who.objectId())));
    return new Operator(objectId, who.name());
  }
}
