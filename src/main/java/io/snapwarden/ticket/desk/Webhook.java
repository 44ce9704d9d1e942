package io.snapwarden.ticket.desk;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.TicketDesk;
import io.snapwarden.ticket.text.Document;
import io.snapwarden.ticket.text.PlainText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed JSON to an address of one's own. Each message has an {@code Idempotency-Key}: one that
 * comes again after a lost answer has the same.
 *
 * <p>It is signed as standardwebhooks.com says: {@code webhook-signature} is {@code v1,} and the
 * Base64 of the HMAC-SHA256 over {@code <webhook-id>.<webhook-timestamp>.<body>}.
 */
final class Webhook implements TicketDesk {

  static final String NAME = "webhook";

  private static final int BUDGET = 60_000;
  private static final int SHORTEST_SECRET = 24;
  private static final String ENCODED = "whsec_";

  private final Http http;
  private final byte[] key;
  private final Clock clock;

  private Webhook(Http http, String secret, Clock clock) {
    this.http = http;
    this.key = key(secret);
    this.clock = clock;
  }

  static Supplier<TicketDesk> of(Section settings, Clock clock) {
    settings.only("URL", "SECRET");
    URI url = settings.url("URL", null, "the https address that takes the messages");
    String cure =
        "%d random characters or more, or to %s and their Base64"
            .formatted(SHORTEST_SECRET, ENCODED);
    String secret = settings.secret("SECRET", cure);
    if (!secret.isEmpty() && !isGood(secret)) {
      settings.problem("SECRET", "is too short, or no Base64", cure);
    }
    return () ->
        new Webhook(
            settings.http(NAME, url, Map::of, Secrets.of(url, secret), settings.name("URL")),
            secret,
            clock);
  }

  private static boolean isGood(String secret) {
    try {
      return key(secret).length >= SHORTEST_SECRET;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** As the standard writes them, or as it is. */
  private static byte[] key(String secret) {
    return secret.startsWith(ENCODED)
        ? Base64.getDecoder().decode(secret.substring(ENCODED.length()))
        : secret.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Posted open(String mark, Ticket ticket) {
    JsonObject json = message("opened", mark, ticket.body());
    json.addProperty("title", ticket.title());
    json.addProperty("severity", ticket.severity().text());
    JsonArray labels = new JsonArray();
    ticket.labels().forEach(labels::add);
    json.add("labels", labels);
    send(mark, json);
    return new Posted(mark, null);
  }

  @Override
  public void comment(Posted ticket, Note note) {
    send(note.mark(), message("commented", ticket.reference(), note.body()));
  }

  @Override
  public void close(Posted ticket, Note why) {
    send(why.mark(), message("closed", ticket.reference(), why.body()));
  }

  @Override
  public void reopen(Posted ticket, Note why) {
    send(why.mark(), message("reopened", ticket.reference(), why.body()));
  }

  private static JsonObject message(String kind, String ticket, Document document) {
    JsonObject json = new JsonObject();
    json.addProperty("version", 1);
    json.addProperty("kind", kind);
    json.addProperty("ticket", ticket);
    json.addProperty("text", new PlainText().write(document.within(BUDGET)));
    JsonObject facts = new JsonObject();
    document.facts().forEach(fact -> facts.addProperty(fact.name(), fact.value()));
    json.add("facts", facts);
    JsonArray links = new JsonArray();
    document.links().forEach(link -> links.add(link.to().toString()));
    json.add("links", links);
    return json;
  }

  private void send(String id, JsonObject json) {
    String body = json.toString();
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Idempotency-Key", "\"" + id + "\"");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", timestamp);
    headers.put("webhook-signature", "v1," + signature(id + "." + timestamp + "." + body));
    http.tell("", json, headers);
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
