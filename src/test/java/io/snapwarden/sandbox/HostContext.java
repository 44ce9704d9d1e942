package io.snapwarden.sandbox;

import com.microsoft.azure.functions.ExecutionContext;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One invocation, whose log goes to a consumer. */
public final class HostContext implements ExecutionContext {

  private final String function;
  private final String invocation = UUID.randomUUID().toString();
  private final Logger logger;

  public HostContext(String function, Consumer<String> log) {
    this.function = function;
    logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            log.accept(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
  }

  @Override
  public Logger getLogger() {
    return logger;
  }

  @Override
  public String getInvocationId() {
    return invocation;
  }

  @Override
  public String getFunctionName() {
    return function;
  }
}
