package io.snapwarden.storage;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings that name the app's storage, as the Functions host reads them too: a connection
 * string, or names and an identity (Microsoft Learn, "Azure Functions: identity-based
 * connections").
 *
 * <p>What is wrong with them is told with its cure, and never with the value: that may be a key.
 */
public final class StorageSettings {

  /** The setting with a connection string; the names of all others begin with it. */
  public static final String CONNECTION = "AzureWebJobsStorage";

  private static final List<String> SERVICES = List.of("blob", "queue", "table");
  private static final String ACCOUNT = CONNECTION + "__accountName";
  private static final String PREFIX = "app settings: ";
  private static final String NO_CONNECTION_STRING =
      CONNECTION
          + " is no connection string: copy one from the storage account's access keys, or remove"
          + " it and set "
          + ACCOUNT;
  private static final String NOTHING =
      "there is no storage: set "
          + CONNECTION
          + " to a connection string, or "
          + ACCOUNT
          + " to the account's name and give the app's identity access to it";
  private static final String ACCOUNT_FORM = "[a-z0-9]{3,24}";

  private final Map<String, String> values;

  StorageSettings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Everything that is wrong with the form of the settings, each with its cure. Loads no class of
   * the Azure SDK, which alone can tell whether a connection string is a whole one.
   */
  public static List<String> problems(Map<String, String> values) {
    StorageSettings settings = new StorageSettings(values);
    String connection = settings.value(CONNECTION);
    if (connection != null) {
      return connection.contains("=") ? List.of() : List.of(NO_CONNECTION_STRING);
    }
    if (settings.nothing()) {
      return List.of(NOTHING);
    }
    Set<String> problems = new LinkedHashSet<>();
    for (String service : SERVICES) {
      try {
        settings.endpoint(service);
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()).substring(PREFIX.length()));
      }
    }
    return List.copyOf(problems);
  }

  private boolean nothing() {
    for (String service : SERVICES) {
      if (value(uri(service)) != null) {
        return false;
      }
    }
    return value(ACCOUNT) == null;
  }

  /** The connection string; null if the app's identity is used instead. */
  @Nullable String connectionString() {
    String connection = value(CONNECTION);
    if (connection != null && connection.startsWith("@Microsoft.KeyVault(")) {
      throw wrong(
          CONNECTION
              + " is a Key Vault reference that was not resolved: let the app's identity read the"
              + " secret");
    }
    return connection;
  }

  /** For a connection string that the Azure SDK refuses. */
  static IllegalArgumentException noConnectionString() {
    return wrong(NO_CONNECTION_STRING);
  }

  /**
   * Where a service is.
   *
   * @param service {@code blob}, {@code queue} or {@code table}
   */
  String endpoint(String service) {
    String setting = uri(service);
    String uri = value(setting);
    if (uri != null) {
      if (!isHttps(uri)) {
        throw wrong(
            "%s is no https URL: set it as in https://<account>.%s.core.windows.net"
                .formatted(setting, service));
      }
      return uri;
    }
    String account = value(ACCOUNT);
    if (account == null) {
      throw wrong(
          ("there is no %s storage: set %s to a connection string, or %s to the account's name, or"
                  + " %s to the service's URL, and give the app's identity access to it")
              .formatted(service, CONNECTION, ACCOUNT, setting));
    }
    if (!account.matches(ACCOUNT_FORM)) {
      throw wrong(ACCOUNT + " is no account's name: 3 to 24 lower-case letters and digits");
    }
    return "https://%s.%s.core.windows.net".formatted(account, service);
  }

  private static String uri(String service) {
    return CONNECTION + "__" + service + "ServiceUri";
  }

  /** A token must not go over the wire in the clear. */
  private static boolean isHttps(String text) {
    try {
      URI uri = URI.create(text);
      return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private @Nullable String value(String setting) {
    String value = values.get(setting);
    return value == null || value.isBlank() ? null : value.trim();
  }

  private static IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException(PREFIX + problem);
  }
}
