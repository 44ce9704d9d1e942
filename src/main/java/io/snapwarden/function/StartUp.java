package io.snapwarden.function;

import io.snapwarden.storage.PolicyPath;
import io.snapwarden.storage.StorageSettings;
import io.snapwarden.ticket.desk.Desks;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks all settings before anything is made of them, so that whichever function runs first says
 * everything that is wrong at once. Looks at their form alone: sends nothing, and loads no class of
 * the Azure SDK.
 */
final class StartUp {

  /** Settings of the app's own, and those that say who it is in Azure. */
  private static final List<String> OURS =
      List.of("SNAPWARDEN_", StorageSettings.CONNECTION, "AZURE_");

  private StartUp() {}

  /**
   * The settings, all of them checked.
   *
   * @throws IllegalArgumentException if any is wrong; it names all of them, each with its cure, and
   *     shows no value that may be a secret
   */
  static Settings check(Map<String, String> values) {
    List<String> problems = new ArrayList<>();
    Map<String, String> resolved = resolved(values, problems);
    Settings settings = Settings.read(resolved, problems);
    if (count(resolved, Desks.PREFIX) > 0) {
      Desks.read(resolved, problems, StartUp::noToken, Clock.systemUTC());
    }
    try {
      PolicyPath.of(resolved);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    // Of one that was not resolved that is said already.
    if (count(values, StorageSettings.CONNECTION) == count(resolved, StorageSettings.CONNECTION)) {
      problems.addAll(StorageSettings.problems(resolved));
    }
    if (!problems.isEmpty()) {
      throw Settings.wrong(problems);
    }
    return settings;
  }

  private static String noToken(String scope) {
    throw new IllegalStateException("nothing is sent while settings are read");
  }

  /** Without those that say where the value is, instead of the value. */
  private static Map<String, String> resolved(Map<String, String> values, List<String> problems) {
    Map<String, String> resolved = new TreeMap<>();
    for (Map.Entry<String, String> setting : new TreeMap<>(values).entrySet()) {
      String name = setting.getKey();
      if (!isOurs(name) || !setting.getValue().strip().startsWith("@Microsoft.KeyVault(")) {
        resolved.put(name, setting.getValue());
      } else {
        problems.add(
            name
                + " is a Key Vault reference that was not resolved: let the app's identity"
                + " read the secret (role Key Vault Secrets User), and see that the"
                + " secret's URI is right");
      }
    }
    return resolved;
  }

  /** How many there are whose names begin so. */
  private static int count(Map<String, String> values, String beginning) {
    int count = 0;
    for (String name : values.keySet()) {
      count += name.startsWith(beginning) ? 1 : 0;
    }
    return count;
  }

  private static boolean isOurs(String name) {
    for (String beginning : OURS) {
      if (name.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }
}
