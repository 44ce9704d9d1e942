package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.snapwarden.event.SafeText;
import io.snapwarden.ticket.DeskException;
import io.snapwarden.ticket.text.Cut;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An answer that says no, read for a person. */
final class Refusal {

  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9_ .,'-]{1,100}");
  private static final int LONGEST = 300;
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final String desk;
  private final String cure;
  private final int status;
  private final HttpHeaders headers;
  private final String complaint;

  private Refusal(String desk, String cure, HttpResponse<String> response) {
    this.desk = desk;
    this.cure = cure;
    this.status = response.statusCode();
    this.headers = response.headers();
    this.complaint = complaint(response.body());
  }

  /** Empty for a success. Azure DevOps answers 203 with a page to sign in to a bad token. */
  static Optional<Refusal> of(String desk, String cure, HttpResponse<String> response) {
    int status = response.statusCode();
    boolean fine = status >= 200 && status < 300 && status != 203 && !failedSignIn(response);
    return fine ? Optional.empty() : Optional.of(new Refusal(desk, cure, response));
  }

  /** Jira reads a bad token as nobody's, and may answer 200 with nothing in it. */
  private static boolean failedSignIn(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("X-Seraph-LoginReason")
        .filter(reason -> reason.contains("AUTHENTICATED_FAILED"))
        .isPresent();
  }

  DeskException toException(UnaryOperator<String> withoutSecrets) {
    // Whole: half of a secret would not be known for one.
    String safe = Cut.to(SafeText.of(withoutSecrets.apply(complaint)), LONGEST);
    String said = safe.isEmpty() ? "" : " (" + safe + ")";
    String answered = "%s answered %d%s".formatted(desk, status, said);
    if (isBusy()) {
      return DeskException.busy(answered, retryAfter());
    }
    if (status == 404 || status == 410) {
      return DeskException.gone(
          answered + ": is what the settings name there, and may we see it? See " + cure);
    }
    if (status < 400 || status == 401) {
      return DeskException.failed(answered + ": it does not know us; look at " + cure);
    }
    if (status == 403) {
      return DeskException.failed(answered + ": we may not do that there; look at " + cure);
    }
    return DeskException.failed(answered);
  }

  /** GitHub says 403, too ("Rate limits for the REST API", docs.github.com). */
  private boolean isBusy() {
    boolean limited =
        headers.firstValue("retry-after").isPresent()
            || headers.firstValue("x-ratelimit-remaining").filter("0"::equals).isPresent();
    return status == 429 || ((status == 403 || status == 503) && limited);
  }

  /** Seconds, a date, or GitHub's moment of reset in seconds since 1970; null if not said. */
  private @Nullable Duration retryAfter() {
    Optional<String> after = headers.firstValue("retry-after");
    Duration wait =
        after.isPresent()
            ? after(after.get().strip())
            : headers.firstValue("x-ratelimit-reset").map(Refusal::until).orElse(null);
    if (wait == null || wait.isNegative()) {
      return null;
    }
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private static @Nullable Duration after(String text) {
    if (text.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      return Duration.between(
          Instant.now(),
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static @Nullable Duration until(String epochSeconds) {
    return epochSeconds.matches("\\d{1,11}")
        ? Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(epochSeconds)))
        : null;
  }

  /** What the desk says in words, wherever its kind of answer has it. */
  private static String complaint(String body) {
    try {
      List<String> words = new ArrayList<>();
      gather(JsonParser.parseString(body), words, 0);
      return String.join("; ", words);
    } catch (JsonParseException | IllegalStateException e) {
      // Slack says it in a word; a page for people says it in many.
      return WORDS.matcher(body).matches() ? body : "";
    }
  }

  private static void gather(JsonElement json, List<String> words, int depth) {
    if (depth > 4) {
      return;
    }
    if (json instanceof JsonArray array) {
      array.forEach(each -> gather(each, words, depth + 1));
    } else if (json instanceof JsonObject object) {
      object
          .entrySet()
          .forEach(
              field -> {
                boolean telling =
                    List.of(
                            "message",
                            "detail",
                            "error",
                            "errors",
                            "errorMessages",
                            "code",
                            "field")
                        .contains(field.getKey());
                if (telling || depth > 0) {
                  gather(field.getValue(), words, depth + 1);
                }
              });
    } else if (json.isJsonPrimitive() && json.getAsJsonPrimitive().isString()) {
      words.add(json.getAsString());
    }
  }
}
