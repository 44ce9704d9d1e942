package io.snapwarden.event;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pulls what matters out of an event's JSON in one pass, and skips the rest without building it.
 * Values of the wrong kind count as absent; a key that comes twice makes the event unreadable,
 * because another reader could have taken the other value.
 *
 * <p>Shapes: Microsoft Learn, "Azure subscription as an Event Grid source" and "Azure Activity Log
 * event schema".
 */
final class RawEventParser {

  private static final int LONGEST = 2048;

  private RawEventParser() {}

  /**
   * Reads one value, which should be an event.
   *
   * @param page gets the events inside, if this turns out to be a page or an export of them; null
   *     if it is inside one already
   */
  static RawEvent parse(JsonReader json, @Nullable Consumer<RawEvent> page) throws IOException {
    RawEvent event = new RawEvent();
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      event.problem = json.getPath() + " is not an object";
      json.skipValue();
      return event;
    }
    fields(json, event, true, page);
    return event;
  }

  /**
   * The keys of an envelope and of its data do not meet, so one reader serves both.
   *
   * @param outer whether this is the envelope; only there may more be nested, or a hostile text
   *     could nest without end
   */
  private static void fields(
      JsonReader json, RawEvent event, boolean outer, @Nullable Consumer<RawEvent> page)
      throws IOException {
    Seen seen = new Seen(event);
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      switch (key) {
        case "id" -> event.id = seen.once(0, json, null);
        case "eventDataId" -> event.recordId = seen.once(1, json, null);
        case "eventType" -> event.eventType = seen.once(2, json, null);
        case "type" -> event.cloudEventType = seen.once(3, json, null);
        case "eventTime" -> event.time = seen.once(4, json, event.time);
        case "time" -> event.time = seen.once(5, json, event.time);
        case "eventTimestamp" -> event.time = seen.once(6, json, event.time);
        case "subject" -> event.subject = seen.once(7, json, null);
        case "topic" -> event.topic = seen.once(8, json, null);
        case "source" -> event.topic = seen.once(9, json, event.topic);
        case "operationName" -> event.operation = seen.once(10, json, null);
        case "resourceUri" -> event.resource = seen.once(11, json, null);
        case "resourceId" -> event.resource = seen.once(12, json, event.resource);
        case "status" -> event.status = seen.once(13, json, event.status);
        case "resultType" -> event.status = seen.once(14, json, event.status);
        case "subscriptionId" -> event.subscription = seen.once(15, json, null);
        case "tenantId" -> event.tenant = seen.once(16, json, null);
        case "correlationId" -> event.correlation = seen.once(17, json, null);
        case "callerIpAddress" -> event.clientAddress = seen.once(18, json, null);
        case "caller" -> event.callerName = seen.once(19, json, null);
        case "data" -> {
          seen.mark(20, json);
          event.hasData = true;
          inside(json, event, outer);
        }
        case "claims" -> {
          seen.mark(21, json);
          Claims claims = new Claims();
          if (!nested(json, inner -> claims(inner, claims))) {
            claims.doubt = "the claims are not an object";
          }
          event.claims = claims;
        }
        case "authorization" -> {
          seen.mark(22, json);
          nested(json, inner -> authorization(inner, event));
        }
        case "httpRequest" -> {
          seen.mark(23, json);
          nested(json, inner -> httpRequest(inner, event));
        }
        case "identity" -> {
          seen.mark(24, json);
          inside(json, event, outer);
        }
        case "value", "records" -> pageOrSkip(json, event, page);
        default -> json.skipValue();
      }
    }
    json.endObject();
  }

  private static void inside(JsonReader json, RawEvent event, boolean outer) throws IOException {
    if (outer) {
      nested(json, inner -> fields(inner, event, false, null));
    } else {
      json.skipValue();
    }
  }

  private static void pageOrSkip(JsonReader json, RawEvent event, @Nullable Consumer<RawEvent> page)
      throws IOException {
    if (page == null || json.peek() != JsonToken.BEGIN_ARRAY) {
      json.skipValue();
      return;
    }
    event.page = true;
    json.beginArray();
    while (json.hasNext()) {
      page.accept(parse(json, null));
    }
    json.endArray();
  }

  private static void claims(JsonReader json, Claims claims) throws IOException {
    boolean overage = false;
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      switch (key) {
        case "groups", "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups" ->
            groups(json, claims);
        case "_claim_names" -> {
          overage = true;
          json.skipValue();
        }
        default -> {
          if (Claims.matters(key)) {
            claims.put(key, text(json));
          } else {
            json.skipValue();
          }
        }
      }
    }
    json.endObject();
    if (overage) {
      // Some groups are elsewhere, and which are not here must not decide anything.
      claims.groups.clear();
    }
  }

  private static void groups(JsonReader json, Claims claims) throws IOException {
    if (json.peek() == JsonToken.STRING) {
      claims.putGroups(json.nextString());
      return;
    }
    if (json.peek() != JsonToken.BEGIN_ARRAY) {
      json.skipValue();
      return;
    }
    json.beginArray();
    while (json.hasNext()) {
      String group = text(json);
      if (group != null) {
        claims.putGroups(group);
      }
    }
    json.endArray();
  }

  private static void httpRequest(JsonReader json, RawEvent event) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("clientIpAddress")) {
        event.clientAddress = text(json);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  private static void authorization(JsonReader json, RawEvent event) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equalsIgnoreCase("evidence")) {
        nested(json, inner -> event.grant = evidence(inner));
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  private static SnapshotWrite.Grant evidence(JsonReader json) throws IOException {
    String[] found = new String[6];
    json.beginObject();
    while (json.hasNext()) {
      int index =
          switch (json.nextName().toLowerCase(Locale.ROOT)) {
            case "role" -> 0;
            case "roleassignmentscope" -> 1;
            case "roleassignmentid" -> 2;
            case "roledefinitionid" -> 3;
            case "principalid" -> 4;
            case "principaltype" -> 5;
            default -> -1;
          };
      if (index < 0) {
        json.skipValue();
      } else {
        found[index] = bounded(text(json));
      }
    }
    json.endObject();
    return new SnapshotWrite.Grant(found[0], found[1], found[2], found[3], found[4], found[5]);
  }

  private static @Nullable String bounded(@Nullable String text) {
    return text == null || text.length() <= LONGEST ? text : null;
  }

  /** What reads an object. */
  private interface Part {
    void read(JsonReader json) throws IOException;
  }

  /**
   * Reads an object, or one that stands as JSON in a string, as in events of 2017.
   *
   * @return whether there was one; absent and empty are no object, and no fault either
   */
  private static boolean nested(JsonReader json, Part part) throws IOException {
    JsonToken token = json.peek();
    if (token == JsonToken.BEGIN_OBJECT) {
      part.read(json);
      return true;
    }
    if (token != JsonToken.STRING) {
      boolean absent = token == JsonToken.NULL;
      json.skipValue();
      return absent;
    }
    String text = json.nextString();
    if (text.isEmpty()) {
      return true;
    }
    try (JsonReader inner = new JsonReader(new StringReader(text))) {
      if (inner.peek() != JsonToken.BEGIN_OBJECT) {
        return false;
      }
      part.read(inner);
      return inner.peek() == JsonToken.END_DOCUMENT;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      return false;
    }
  }

  /** A string, or the {@code value} of a localised one; null for anything else. */
  private static @Nullable String text(JsonReader json) throws IOException {
    JsonToken token = json.peek();
    if (token == JsonToken.STRING) {
      return json.nextString();
    }
    if (token != JsonToken.BEGIN_OBJECT) {
      json.skipValue();
      return null;
    }
    String value = null;
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("value") && json.peek() == JsonToken.STRING) {
        value = json.nextString();
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    return value;
  }

  /** Which keys of one object have come already. */
  private static final class Seen {
    private final RawEvent event;
    private int keys;

    Seen(RawEvent event) {
      this.event = event;
    }

    void mark(int key, JsonReader json) {
      if ((keys & 1 << key) != 0 && event.problem == null) {
        event.problem = json.getPath() + " comes twice";
      }
      keys |= 1 << key;
    }

    @Nullable String once(int key, JsonReader json, @Nullable String otherwise) throws IOException {
      mark(key, json);
      String text = text(json);
      return text == null ? otherwise : text;
    }
  }
}
