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
        Part.nested(json, claims) ? claims : Claims.doubtful("the claims are not an object");
  }

  private static void httpRequest(JsonReader json, RawEvent event, RawFacts facts)
      throws IOException {
    boolean whole =
        Part.nested(
            json,
            new Part() {
              private final Keys keys = new Keys(event, facts.path + ".httpRequest");

              @Override
              void member(String key, JsonReader request) throws IOException {
                if (key.equals("clientIpAddress")) {
                  facts.clientAddress = keys.text(0, DETAIL, key, request);
                } else {
                  request.skipValue();
                }
              }
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
            new Part() {
              private final Keys keys = new Keys(event, facts.path + ".authorization");

              @Override
              void member(String key, JsonReader authorization) throws IOException {
                if (key.equalsIgnoreCase("evidence")) {
                  keys.once(0, DETAIL, key);
                  facts.grant = evidence(authorization, event, facts);
                } else {
                  authorization.skipValue();
                }
              }
            });
    if (!whole) {
      facts.grant = null;
    }
  }

  /** Null if there is none, or none that can be read. */
  private static SnapshotWrite.@Nullable Grant evidence(
      JsonReader json, RawEvent event, RawFacts facts) throws IOException {
    @Nullable String[] said = new @Nullable String[6];
    Part evidence =
        new Part() {
          private final Keys keys = new Keys(event, facts.path + ".authorization.evidence");

          @Override
          void member(String key, JsonReader evidence) throws IOException {
            int field = field(key);
            if (field < 0) {
              evidence.skipValue();
            } else {
              keys.once(field, DETAIL, key);
              said[field] = bounded(evidence);
            }
          }
        };
    return Part.nested(json, evidence) && evidence.found()
        ? new SnapshotWrite.Grant(said[0], said[1], said[2], said[3], said[4], said[5])
        : null;
  }

  private static int field(String key) {
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
