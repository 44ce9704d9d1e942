package io.snapwarden.event;

import static io.snapwarden.event.RawEvent.Doubt.DETAIL;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Pulls out what events and records of the Activity Log say under the same keys. */
final class FactsParser {

  private static final int LONGEST = 2048;

  private FactsParser() {}

  /** Reads the value of a key if it matters, and skips it if it does not. */
  static void fact(JsonReader json, RawEvent event, RawFacts facts, Keys keys, String key)
      throws IOException {
    switch (key) {
      case "subscriptionId" -> facts.subscription = keys.text(11, DETAIL, key, json);
      case "tenantId" -> facts.tenant = keys.text(12, DETAIL, key, json);
      case "correlationId" -> facts.correlation = keys.text(13, DETAIL, key, json);
      case "claims" -> {
        keys.once(14, DETAIL, key);
        claims(json, event, facts);
      }
      case "authorization" -> {
        keys.once(15, DETAIL, key);
        authorization(json, event, facts);
      }
      case "httpRequest" -> {
        keys.once(16, DETAIL, key);
        httpRequest(json, event, facts);
      }
      default -> json.skipValue();
    }
  }

  private static void claims(JsonReader json, RawEvent event, RawFacts facts) throws IOException {
    if (facts.claims != null) {
      event.fault(DETAIL, facts.path + ".claims", " comes twice, once in the identity");
    }
    Claims claims = new Claims();
    facts.claims =
        Part.nested(json, claims::read) ? claims : Claims.doubtful("the claims are not an object");
  }

  private static void httpRequest(JsonReader json, RawEvent event, RawFacts facts)
      throws IOException {
    boolean whole =
        Part.nested(
            json,
            request -> {
              Keys keys = new Keys(event, facts.path + ".httpRequest");
              request.beginObject();
              while (request.hasNext()) {
                String key = request.nextName();
                if (key.equals("clientIpAddress")) {
                  facts.clientAddress = keys.text(0, DETAIL, key, request);
                } else {
                  request.skipValue();
                }
              }
              request.endObject();
            });
    if (!whole) {
      facts.clientAddress = null;
    }
  }

  private static void authorization(JsonReader json, RawEvent event, RawFacts facts)
      throws IOException {
    boolean whole =
        Part.nested(
            json,
            authorization -> {
              Keys keys = new Keys(event, facts.path + ".authorization");
              authorization.beginObject();
              while (authorization.hasNext()) {
                String key = authorization.nextName();
                if (!key.equalsIgnoreCase("evidence")) {
                  authorization.skipValue();
                  continue;
                }
                keys.once(0, DETAIL, key);
                if (!Part.nested(authorization, inner -> evidence(inner, event, facts))) {
                  facts.grant = null;
                }
              }
              authorization.endObject();
            });
    if (!whole) {
      facts.grant = null;
    }
  }

  private static void evidence(JsonReader json, RawEvent event, RawFacts facts) throws IOException {
    Keys keys = new Keys(event, facts.path + ".authorization.evidence");
    @Nullable String[] found = new @Nullable String[6];
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      int part = part(key);
      if (part < 0) {
        json.skipValue();
        continue;
      }
      keys.once(part, DETAIL, key);
      found[part] = bounded(json);
    }
    json.endObject();
    facts.grant =
        new SnapshotWrite.Grant(found[0], found[1], found[2], found[3], found[4], found[5]);
  }

  private static int part(String key) {
    // A captured event has these keys in PascalCase.
    return switch (key.toLowerCase(Locale.ROOT)) {
      case "role" -> 0;
      case "roleassignmentscope" -> 1;
      case "roleassignmentid" -> 2;
      case "roledefinitionid" -> 3;
      case "principalid" -> 4;
      case "principaltype" -> 5;
      default -> -1;
    };
  }

  /** Text that is not too long; null for all else, for no decision rests on it. */
  private static @Nullable String bounded(JsonReader json) throws IOException {
    if (json.peek() != JsonToken.STRING) {
      json.skipValue();
      return null;
    }
    String text = json.nextString();
    return text.length() <= LONGEST ? text : null;
  }
}
