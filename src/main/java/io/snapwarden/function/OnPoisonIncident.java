package io.snapwarden.function;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import io.snapwarden.incident.IncidentMessage;
import io.snapwarden.incident.Reception;

/** A message that failed too often: it becomes an incident of its own, so that a person sees it. */
public final class OnPoisonIncident {

  private final Wiring wiring;

  /** For the Functions host. */
  public OnPoisonIncident() {
    this(App::shared);
  }

  /** With an app of one's own. */
  public OnPoisonIncident(Wiring wiring) {
    this.wiring = wiring;
  }

  @FunctionName("OnPoisonIncident")
  public void run(
      @QueueTrigger(
              name = "message",
              queueName = "snapwarden-incidents-poison",
              connection = "AzureWebJobsStorage")
          String message,
      ExecutionContext context) {
    Reception reception = wiring.app().reception();
    IncidentMessage failed =
        IncidentMessage.NotUnderstood.uncut(
            "message", "working on it failed again and again; the log says why", message);
    Attempt.at(() -> reception.receive(failed, context.getLogger()::info));
  }
}
