package io.snapwarden.event;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
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
   *     if no page may stand here
   */
  static RawEvent parse(JsonReader json, @Nullable Consumer<RawEvent> page) throws IOException {
    RawEvent event = new RawEvent();
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      event.problem = json.getPath() + " is not an object";
      json.skipValue();
      return event;
    }
    envelope(json, new Seen(event), page);
    return event;
  }

  /** The envelope of an event, or a record of the Activity Log, which has none. */
  private static void envelope(JsonReader json, Seen seen, @Nullable Consumer<RawEvent> page)
      throws IOException {
    RawEvent event = seen.event;
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      switch (key) {
        case "id" -> event.id = seen.once(0, json);
        case "eventDataId" -> event.recordId = seen.once(1, json);
        case "eventType" -> event.eventType = seen.once(2, json);
        case "type" -> event.cloudEventType = seen.once(3, json);
        case "eventTime" -> event.eventTime = seen.once(4, json);
        case "time" -> event.time = seen.once(5, json);
        case "eventTimestamp" -> event.eventTimestamp = seen.once(6, json);
        case "subject" -> event.subject = seen.once(7, json);
        case "topic" -> event.topic = seen.once(8, json);
        case "source" -> event.source = seen.once(9, json);
        case "resultType" -> event.resultType = seen.once(10, json);
        case "callerIpAddress" -> event.callerIpAddress = seen.once(11, json);
        case "caller" -> event.callerName = seen.once(12, json);
        case "data" -> {
          seen.mark(13, json);
          event.hasData = true;
          event.badData = !seen.nested(json, inner -> data(inner, seen));
        }
        case "identity" -> {
          seen.mark(14, json);
          seen.nested(json, inner -> identity(inner, seen));
        }
        case "value", "records" -> pageOrSkip(json, event, page);
        default -> dataField(key, json, seen);
      }
    }
    json.endObject();
  }

  private static void data(JsonReader json, Seen seen) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      dataField(json.nextName(), json, seen);
    }
    json.endObject();
  }

  /** What stands in the data of an event, and in a record at the top. */
  private static void dataField(String key, JsonReader json, Seen seen) throws IOException {
    RawEvent event = seen.event;
    switch (key) {
      case "operationName" -> event.operation = seen.once(20, json);
      case "resourceUri" -> event.resourceUri = seen.once(21, json);
      case "resourceId" -> event.resourceId = seen.once(22, json);
      case "status" -> event.status = seen.once(23, json);
      case "subscriptionId" -> event.subscription = seen.once(24, json);
      case "tenantId" -> event.tenant = seen.once(25, json);
      case "correlationId" -> event.correlation = seen.once(26, json);
      case "httpRequest" -> {
        seen.mark(27, json);
        seen.nested(json, inner -> httpRequest(inner, seen));
      }
      default -> identityField(key, json, seen);
    }
  }

  private static void identity(JsonReader json, Seen seen) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      identityField(json.nextName(), json, seen);
    }
    json.endObject();
  }

  /** What an export of the Activity Log puts under {@code identity}. */
  private static void identityField(String key, JsonReader json, Seen seen) throws IOException {
    switch (key) {
      case "claims" -> {
        seen.mark(28, json);
        Claims claims = new Claims();
        if (!seen.nested(json, inner -> claims(inner, claims))) {
          claims.doubt = "the claims are not an object";
        }
        seen.event.claims = claims;
      }
      case "authorization" -> {
        seen.mark(29, json);
        seen.nested(json, inner -> authorization(inner, seen));
      }
      default -> json.skipValue();
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
        default -> claim(json, key, claims);
      }
    }
    json.endObject();
    if (overage) {
      // Some groups are elsewhere, and which are not here must not decide anything.
      claims.groups.clear();
    }
  }

  private static void claim(JsonReader json, String key, Claims claims) throws IOException {
    if (!Claims.matters(key)) {
      json.skipValue();
      return;
    }
    JsonToken token = json.peek();
    if (token == JsonToken.STRING) {
      claims.put(key, json.nextString());
      return;
    }
    json.skipValue();
    if (token != JsonToken.NULL) {
      claims.putNoText(key);
    }
  }

  private static void groups(JsonReader json, Claims claims) throws IOException {
    Set<Guid> groups = new HashSet<>();
    if (json.peek() == JsonToken.STRING) {
      Claims.addGroups(json.nextString(), groups);
    } else if (json.peek() == JsonToken.BEGIN_ARRAY) {
      json.beginArray();
      while (json.hasNext()) {
        String group = Seen.text(json);
        if (group != null) {
          Claims.addGroups(group, groups);
        }
      }
      json.endArray();
    } else {
      json.skipValue();
    }
    claims.putGroups(groups);
  }

  private static void httpRequest(JsonReader json, Seen seen) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("clientIpAddress")) {
        seen.event.clientIpAddress = seen.once(30, json);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  private static void authorization(JsonReader json, Seen seen) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equalsIgnoreCase("evidence")) {
        seen.mark(31, json);
        seen.nested(json, inner -> seen.event.grant = evidence(inner, seen));
      } else {
        json.skipValue();
      }
    }
    json.endObject();
  }

  private static SnapshotWrite.Grant evidence(JsonReader json, Seen seen) throws IOException {
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
        found[index] = bounded(seen.once(32 + index, json));
      }
    }
    json.endObject();
    return new SnapshotWrite.Grant(found[0], found[1], found[2], found[3], found[4], found[5]);
  }

  private static @Nullable String bounded(@Nullable String text) {
    return text == null || text.length() <= LONGEST ? text : null;
  }
}
