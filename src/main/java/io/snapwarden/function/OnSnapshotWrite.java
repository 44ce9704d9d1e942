package io.snapwarden.function;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.OutputBinding;
import com.microsoft.azure.functions.annotation.BlobInput;
import com.microsoft.azure.functions.annotation.BlobOutput;
import com.microsoft.azure.functions.annotation.EventGridTrigger;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueOutput;
import io.snapwarden.incident.Handover;
import io.snapwarden.incident.Intake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Event Grid tells that somebody wrote a snapshot: read it, decide, and hand on what needs an
 * answer. The host does all input and output; if that fails, the invocation fails and Event Grid
 * delivers again.
 */
public final class OnSnapshotWrite {

  private final Wiring wiring;

  /** For the Functions host. */
  public OnSnapshotWrite() {
    this(App::shared);
  }

  /** With an app of one's own. */
  public OnSnapshotWrite(Wiring wiring) {
    this.wiring = wiring;
  }

  @FunctionName("OnSnapshotWrite")
  public void run(
      @EventGridTrigger(name = "event") String event,
      @BlobInput(
              name = "policy",
              path = "%SNAPWARDEN_POLICY%",
              dataType = "string",
              connection = "AzureWebJobsStorage")
          @Nullable String policy,
      @QueueOutput(
              name = "incidents",
              queueName = "snapwarden-incidents",
              connection = "AzureWebJobsStorage")
          OutputBinding<List<String>> incidents,
      @BlobOutput(
              name = "unreadable",
              path = "snapwarden-evidence/unreadable/{rand-guid}.txt",
              dataType = "string",
              connection = "AzureWebJobsStorage")
          OutputBinding<String> unreadable,
      @BlobOutput(
              name = "lastGoodPolicy",
              path = "%SNAPWARDEN_POLICY%.last-good",
              dataType = "string",
              connection = "AzureWebJobsStorage")
          OutputBinding<String> lastGoodPolicy,
      ExecutionContext context) {
    Intake intake = wiring.app().intake();
    Handover handover = intake.receive(event, policy);
    for (String decision : handover.decisions()) {
      context.getLogger().info(decision);
    }
    for (String unrelated : handover.unrelated()) {
      context.getLogger().fine(unrelated);
    }
    if (!handover.messages().isEmpty()) {
      incidents.setValue(handover.messages());
    }
    if (handover.kept() != null) {
      unreadable.setValue(handover.kept());
    }
    String lastGood = intake.toKeep(policy);
    if (lastGood != null) {
      lastGoodPolicy.setValue(lastGood);
    }
  }
}
