package io.snapwarden.storage;

import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings that name the app's storage, as the Functions host reads them too: a connection
 * string, or names and an identity (Microsoft Learn, "Azure Functions: identity-based
 * connections").
 *
 * <p>What is wrong with them is told with its cure, and never with the value: that may be a key.
 */
final class StorageSettings {

  private static final String CONNECTION = "AzureWebJobsStorage";
  private static final String ACCOUNT = CONNECTION + "__accountName";
  private static final Pattern ACCOUNT_FORM = Pattern.compile("[a-z0-9]{3,24}");

  private final Map<String, String> values;

  StorageSettings(Map<String, String> values) {
    this.values = values;
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
    return wrong(
        CONNECTION
            + " is no connection string: copy one from the storage account's access keys, or remove"
            + " it and set "
            + ACCOUNT);
  }

  /**
   * Where a service is.
   *
   * @param service {@code blob}, {@code queue} or {@code table}
   */
  String endpoint(String service) {
    String setting = CONNECTION + "__" + service + "ServiceUri";
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
    if (!ACCOUNT_FORM.matcher(account).matches()) {
      throw wrong(ACCOUNT + " is no account's name: 3 to 24 lower-case letters and digits");
    }
    return "https://%s.%s.core.windows.net".formatted(account, service);
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
    return new IllegalArgumentException("app settings: " + problem);
  }
}
