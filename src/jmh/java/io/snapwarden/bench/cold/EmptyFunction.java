package io.snapwarden.bench.cold;

import com.google.gson.JsonParser;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.OutputBinding;
import java.util.List;

/** The yardstick: a function of the same form that parses its event, and nothing else. */
public final class EmptyFunction {

  public void run(
      String event,
      String policy,
      OutputBinding<List<String>> incidents,
      OutputBinding<String> unreadable,
      OutputBinding<String> lastGoodPolicy,
      ExecutionContext context) {
    context.getLogger().info(JsonParser.parseString(event).getAsJsonObject().get("id").toString());
  }
}
