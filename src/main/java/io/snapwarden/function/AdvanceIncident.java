package io.snapwarden.function;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import io.snapwarden.incident.IncidentMessage;
import io.snapwarden.incident.MessageJson;
import io.snapwarden.incident.Reception;

/** The queue brings a violation, or an incident that has more work to do. */
public final class AdvanceIncident {

  private final Wiring wiring;

  /** For the Functions host. */
  public AdvanceIncident() {
    this(App::shared);
  }

  /** With an app of one's own. */
  public AdvanceIncident(Wiring wiring) {
    this.wiring = wiring;
  }

  @FunctionName("AdvanceIncident")
  public void run(
      @QueueTrigger(
              name = "message",
              queueName = "snapwarden-incidents",
              connection = "AzureWebJobsStorage")
          String message,
      ExecutionContext context) {
    Reception reception = wiring.app().reception();
    // Not within the attempt: a text that breaks off is no fault of the storage.
    IncidentMessage read = MessageJson.read(message);
    Attempt.at(() -> reception.receive(read, context.getLogger()::info));
  }
}
