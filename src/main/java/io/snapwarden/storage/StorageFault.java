package io.snapwarden.storage;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.data.tables.models.TableServiceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why the storage could not be used, for people: with the setting, the cure, and nothing of what
 * the setting holds.
 */
public final class StorageFault {

  private static final int DEEPEST = 10;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  /** Both ways to name the storage. */
  private static final String SETTING =
      StorageSettings.CONNECTION + " (or " + StorageSettings.CONNECTION + "__accountName)";

  private static final HttpHeaderName ERROR = HttpHeaderName.fromString("x-ms-error-code");
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{1,60}");

  private StorageFault() {}

  /**
   * In words, with the cure where it is known; empty if the fault is of another sort.
   *
   * @param thrown by what {@link AzureStorage} gave
   */
  public static Optional<String> explain(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = thrown;
        cause != null && causes.size() < DEEPEST;
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes.stream()
        .map(StorageFault::answered)
        .filter(Objects::nonNull)
        .findFirst()
        .or(() -> unanswered(causes));
  }

  private static @Nullable String answered(Throwable thrown) {
    if (thrown instanceof ClientAuthenticationException e && e.getResponse() == null) {
      return "the storage that "
          + SETTING
          + " names needs a sign-in to Azure, and there is none: give the app its managed identity;"
          + " at a terminal sign in with `az login`, or set AzureWebJobsStorage to a connection"
          + " string";
    }
    if (!(thrown instanceof HttpResponseException e) || e.getResponse() == null) {
      return null;
    }
    HttpResponse response = e.getResponse();
    int status = response.getStatusCode();
    String code = code(e, response);
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      return refused(status + " " + code);
    }
    if (status == NOT_FOUND) {
      return ("what %s names is no storage account, or not this one any more (404 %s): set it to an"
              + " account that exists")
          .formatted(SETTING, code);
    }
    return "the storage that %s names answered %d %s: try again; if it stays so, see the account's health in Azure"
        .formatted(SETTING, status, code);
  }

  private static String refused(String answer) {
    return ("the storage that %s names refuses it (%s): a connection string must hold one of the"
            + " account's present keys; an identity needs the roles Storage Blob Data Owner,"
            + " Storage Queue Data Contributor and Storage Table Data Contributor on it (to look"
            + " only: the Data Readers); and its network rules must let the caller in")
        .formatted(SETTING, answer);
  }

  /** The code that the service gives; its message may quote what was sent. */
  private static String code(HttpResponseException e, HttpResponse response) {
    String code = response.getHeaderValue(ERROR);
    if (code == null && e instanceof TableServiceException table && table.getValue() != null) {
      code = String.valueOf(table.getValue().getErrorCode());
    }
    return code != null && CODE.matcher(code).matches() ? code : "(without a code)";
  }

  private static Optional<String> unanswered(List<Throwable> causes) {
    if (has(causes, UnknownHostException.class) || has(causes, UnresolvedAddressException.class)) {
      return Optional.of(
          "there is no host of the name that %s gives: correct the account's name, or its endpoints"
              .formatted(SETTING));
    }
    if (has(causes, HttpTimeoutException.class) || has(causes, TimeoutException.class)) {
      return Optional.of(
          "the storage that %s names does not answer in time: see its network rules and health"
              .formatted(SETTING));
    }
    if (has(causes, ConnectException.class)) {
      return Optional.of(
          ("the storage that %s names cannot be reached, nobody listens there: correct the setting,"
                  + " see its network rules, or start the emulator if it is one")
              .formatted(SETTING));
    }
    if (has(causes, IOException.class)) {
      return Optional.of(
          "the connection to the storage that %s names broke: try again".formatted(SETTING));
    }
    return Optional.empty();
  }

  private static boolean has(List<Throwable> causes, Class<?> type) {
    return causes.stream().anyMatch(type::isInstance);
  }
}
