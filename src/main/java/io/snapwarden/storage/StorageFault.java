package io.snapwarden.storage;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpResponse;
import com.azure.data.tables.models.TableServiceException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Why the storage could not be used, for the person at the command line. */
public final class StorageFault {

  private static final int DEEPEST = 10;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private StorageFault() {}

  /**
   * In words, with the cure where it is known; empty if the fault is of another sort.
   *
   * @param thrown by what {@link AzureStorage} gave
   */
  public static Optional<String> explain(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      String known = known(cause);
      if (known != null) {
        return Optional.of(known);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static @Nullable String known(Throwable thrown) {
    if (thrown instanceof ClientAuthenticationException e && e.getResponse() == null) {
      return "nobody is signed in to Azure, and the storage needs it: sign in with `az login`, or"
          + " set AzureWebJobsStorage to a connection string";
    }
    if (thrown instanceof TableServiceException e && e.getValue() != null) {
      String code = String.valueOf(e.getValue().getErrorCode());
      return code.startsWith("Auth") ? refused(code) : "the storage answered " + code;
    }
    if (thrown instanceof HttpResponseException e) {
      return answered(e.getResponse());
    }
    if (thrown instanceof IOException || thrown instanceof TimeoutException) {
      return "the storage cannot be reached: %s: %s"
          .formatted(thrown.getClass().getSimpleName(), thrown.getMessage());
    }
    return null;
  }

  private static @Nullable String answered(@Nullable HttpResponse response) {
    if (response == null) {
      return null;
    }
    int status = response.getStatusCode();
    return status == UNAUTHORIZED || status == FORBIDDEN
        ? refused(String.valueOf(status))
        : "the storage answered " + status;
  }

  private static String refused(String answer) {
    return ("the storage refuses it (%s): to read, you need the role Storage Table Data Reader on"
            + " it; to decide, Storage Table Data Contributor and Storage Queue Data Message"
            + " Sender; and its network rules must let you in")
        .formatted(answer);
  }
}
