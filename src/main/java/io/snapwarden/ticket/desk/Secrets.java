package io.snapwarden.ticket.desk;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** What must not be repeated. */
final class Secrets {

  private Secrets() {}

  /** All after an address's host, for whoever knows that of a webhook may post to it; and more. */
  static List<String> of(URI url, String... more) {
    List<String> secrets = new ArrayList<>(List.of(url.toString()));
    if (url.getRawPath() != null && url.getRawPath().length() > 1) {
      secrets.add(url.getRawPath());
    }
    if (url.getRawQuery() != null) {
      secrets.add(url.getRawQuery());
    }
    secrets.addAll(List.of(more));
    return secrets;
  }

  /** A user and a password as the Basic scheme has them (RFC 7617), which are as secret. */
  static String basic(String user, String password) {
    return Base64.getEncoder()
        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }
}
