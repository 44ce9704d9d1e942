package io.snapwarden.ticket.desk;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver that proves signatures as standardwebhooks.com says, and takes each key once. */
final class WebhookStandIn extends StandIn {

  private final byte[] key;
  private final Set<String> known = new HashSet<>();
  private final Map<String, Seen> tickets = new LinkedHashMap<>();

  WebhookStandIn(byte[] key) {
    this.key = key;
  }

  @Override
  protected Reply answer(Call call) {
    demand(call.method().equals("POST") && call.path().equals("/hook"), "no such endpoint");
    demand("1".equals(call.query().get("tenant")), "the query is part of the address");
    String id = call.header("webhook-id");
    demand(call.header("Idempotency-Key").equals("\"" + id + "\""), "Idempotency-Key");
    String at = call.header("webhook-timestamp");
    Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(at)), Instant.now()).abs();
    demand(age.compareTo(Duration.ofMinutes(5)) < 0, "webhook-timestamp");
    demand(
        call.header("webhook-signature").equals("v1," + hmac(id + "." + at + "." + call.body())),
        "webhook-signature");
    if (known.add(id)) {
      take(call.json());
    }
    return Reply.empty(204);
  }

  private void take(JsonObject message) {
    demand(message.get("version").getAsInt() == 1, "version");
    String id = message.get("ticket").getAsString();
    String text = message.get("text").getAsString();
    Seen seen = tickets.get(id);
    switch (message.get("kind").getAsString()) {
      case "opened" ->
          tickets.put(id, new Seen(message.get("title").getAsString(), true, List.of()));
      case "commented" -> {
        List<String> comments = new ArrayList<>(seen.comments());
        comments.add(text);
        tickets.put(id, new Seen(seen.title(), seen.open(), comments));
      }
      case "closed" -> tickets.put(id, new Seen(seen.title(), false, seen.comments()));
      case "reopened" -> tickets.put(id, new Seen(seen.title(), true, seen.comments()));
      default -> throw new Offence("kind");
    }
  }

  private String hmac(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public synchronized List<Seen> seen() {
    return List.copyOf(tickets.values());
  }
}
