package io.snapwarden.bench.cold;

import io.snapwarden.sandbox.HostContext;
import io.snapwarden.sandbox.Output;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Calls one function once, as the worker does: by reflection, on a new instance. Ends the process
 * as soon as what is measured has happened.
 *
 * <p>Arguments: the class, the file with the trigger's text, the file with the policy or {@code -},
 * and a text whose appearance in the log is the end, or {@code -} for the function's own end.
 */
public final class ColdCall {

  private ColdCall() {}

  public static void main(String[] arguments) throws Exception {
    String trigger = Files.readString(Path.of(arguments[1]));
    String policy = arguments[2].equals("-") ? null : Files.readString(Path.of(arguments[2]));
    String end = arguments[3];
    HostContext context =
        new HostContext(
            "cold",
            line -> {
              if (line.contains(end)) {
                end(line);
              }
            });
    Class<?> type = Class.forName(arguments[0]);
    Object function = type.getDeclaredConstructor().newInstance();
    for (Method method : type.getMethods()) {
      if (method.getName().equals("run")) {
        try {
          method.invoke(
              function,
              method.getParameterCount() == 2
                  ? new Object[] {trigger, context}
                  : new Object[] {
                    trigger,
                    policy,
                    new Output<Object>(),
                    new Output<Object>(),
                    new Output<Object>(),
                    context
                  });
        } catch (ReflectiveOperationException e) {
          e.printStackTrace();
          Runtime.getRuntime().halt(1); // threads of the SDK would keep the process
        }
        end("returned");
      }
    }
  }

  private static void end(String what) {
    System.out.println(what);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
