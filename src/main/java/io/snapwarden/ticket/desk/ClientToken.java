package io.snapwarden.ticket.desk;

import com.google.gson.JsonElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** A token by OAuth client credentials (RFC 6749, section 4.4), kept for as long as it is good. */
final class ClientToken implements Supplier<String> {

  private static final Duration EARLY = Duration.ofMinutes(2);
  private static final int SECONDS_IF_NOT_SAID = 600;

  private final Http http;
  private final String path;
  private final String form;
  private String token = "";
  private Instant until = Instant.EPOCH;

  ClientToken(Http http, String path, String id, String secret) {
    this.http = http;
    this.path = path;
    this.form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s"
            .formatted(encoded(id), encoded(secret));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized String get() {
    if (Instant.now().isAfter(until)) {
      JsonElement answer = http.send("POST", path, "application/x-www-form-urlencoded", form);
      token = Json.text(answer, "access_token");
      String seconds = Json.textOrEmpty(answer, "expires_in");
      until =
          Instant.now()
              .plusSeconds(
                  seconds.matches("\\d{1,7}") ? Long.parseLong(seconds) : SECONDS_IF_NOT_SAID)
              .minus(EARLY);
    }
    return token;
  }
}
