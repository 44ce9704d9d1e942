package io.snapwarden.function;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BlobInput;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import io.snapwarden.incident.Intake;
import io.snapwarden.incident.Rescue;
import io.snapwarden.incident.Sweep;
import org.jspecify.annotations.Nullable;

/**
 * Every quarter of an hour: looks for incidents that nobody comes back to, and into the Activity
 * Log for writes whose event never arrived. What it finds goes into the queue from here and not by
 * an output binding, which sends only after the function has ended: by then the sweep has noted
 * that it is done.
 */
public final class SweepActivityLog {

  private final Wiring wiring;

  /** For the Functions host. */
  public SweepActivityLog() {
    this(App::shared);
  }

  /** With an app of one's own. */
  public SweepActivityLog(Wiring wiring) {
    this.wiring = wiring;
  }

  @FunctionName("SweepActivityLog")
  public void run(
      @TimerTrigger(name = "timer", schedule = "0 */15 * * * *") String timer,
      @BlobInput(
              name = "policy",
              path = "%SNAPWARDEN_POLICY%",
              dataType = "string",
              connection = "AzureWebJobsStorage")
          @Nullable String policy,
      ExecutionContext context) {
    Intake intake = wiring.app().intake();
    Rescue rescue = wiring.app().rescue();
    Sweep sweep = wiring.app().sweep();
    Attempt.at(() -> rescue.run(context.getLogger()::warning));
    Attempt.at(
        () ->
            sweep.run(
                record -> intake.receive(record, policy),
                context.getLogger()::info,
                context.getLogger()::warning));
  }
}
