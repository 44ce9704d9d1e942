package io.snapwarden.event;

import static io.snapwarden.event.RawEvent.Doubt.DETAIL;
import static io.snapwarden.event.RawEvent.Doubt.OPERATION;
import static io.snapwarden.event.RawEvent.Doubt.TYPE;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Pulls what matters out of an event's JSON in one pass, and skips the rest without building it.
 * How deep it goes does not depend on the text.
 *
 * <p>Shapes: Microsoft Learn, "Azure subscription as an Event Grid source" and "Azure Activity Log
 * event schema"; azure-rest-api-specs, monitor 2015-04-01, {@code activityLogs_API.json}.
 */
final class RawEventParser {

  private RawEventParser() {}

  /**
   * Reads one value, which should be an event, into {@code event}.
   *
   * @param page gets the events inside, if this turns out to be a page or an export of them; null
   *     if it is inside one already
   */
  static void parse(JsonReader json, RawEvent event, @Nullable Consumer<RawEvent> page)
      throws IOException {
    if (json.peek() != JsonToken.BEGIN_OBJECT) {
      event.fault(TYPE, "", " is not an object");
      json.skipValue();
      return;
    }
    Keys keys = new Keys(event, "");
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      switch (key) {
        case "id" -> event.id = keys.text(0, DETAIL, key, json);
        case "eventType" -> event.eventType = keys.text(1, TYPE, key, json);
        case "type" -> event.cloudEventType = keys.text(2, TYPE, key, json);
        case "specversion" -> {
          event.cloudEvent = true;
          json.skipValue();
        }
        case "eventTime" -> event.eventTime = keys.text(3, DETAIL, key, json);
        case "time" -> event.time = keys.text(4, DETAIL, key, json);
        case "eventTimestamp" -> event.eventTimestamp = keys.text(5, DETAIL, key, json);
        case "subject" -> event.subject = keys.text(6, DETAIL, key, json);
        case "topic" -> event.topic = keys.text(7, DETAIL, key, json);
        case "source" -> event.source = keys.text(8, DETAIL, key, json);
        case "data" -> {
          keys.once(9, OPERATION, key);
          data(json, event);
        }
        case "identity" -> {
          keys.once(10, DETAIL, key);
          identity(json, event);
        }
        case "value", "records" -> page(json, event, key, page);
        default -> record(json, event, keys, key);
      }
    }
    json.endObject();
  }

  private static void record(JsonReader json, RawEvent event, Keys keys, String key)
      throws IOException {
    RawFacts facts = event.record;
    switch (key) {
      case "eventDataId" -> facts.recordId = keys.text(20, DETAIL, key, json);
      case "operationName" -> facts.operation = keys.localised(21, OPERATION, key, json);
      case "resourceId" -> facts.resource = keys.text(22, DETAIL, key, json);
      case "status" -> facts.status = keys.localised(23, DETAIL, key, json);
      case "resultType" -> facts.resultType = keys.text(24, DETAIL, key, json);
      case "callerIpAddress" -> facts.callerAddress = keys.text(25, DETAIL, key, json);
      case "caller" -> facts.callerName = keys.text(26, DETAIL, key, json);
      default -> FactsParser.fact(json, event, facts, keys, key);
    }
  }

  private static void data(JsonReader json, RawEvent event) throws IOException {
    RawFacts facts = new RawFacts(".data");
    event.data = facts;
    boolean whole =
        Part.nested(
            json,
            new Part() {
              private final Keys keys = new Keys(event, facts.path);

              @Override
              void member(String key, JsonReader data) throws IOException {
                switch (key) {
                  case "operationName" -> facts.operation = keys.text(21, OPERATION, key, data);
                  case "resourceUri" -> facts.resource = keys.text(22, DETAIL, key, data);
                  default -> FactsParser.fact(data, event, facts, keys, key);
                }
              }
            });
    if (!whole) {
      event.fault(OPERATION, facts.path, " is not an object");
    }
  }

  /** An export puts claims and authorization one level down. */
  private static void identity(JsonReader json, RawEvent event) throws IOException {
    RawFacts facts = event.record;
    boolean whole =
        Part.nested(
            json,
            new Part() {
              private final Keys keys = new Keys(event, ".identity");

              @Override
              void member(String key, JsonReader identity) throws IOException {
                switch (key) {
                  case "claims", "authorization" ->
                      FactsParser.fact(identity, event, facts, keys, key);
                  default -> identity.skipValue();
                }
              }
            });
    if (!whole) {
      facts.grant = null;
      facts.claims = Claims.doubtful("the identity is not an object");
    }
  }

  private static void page(
      JsonReader json, RawEvent event, String key, @Nullable Consumer<RawEvent> page)
      throws IOException {
    if (page == null || json.peek() != JsonToken.BEGIN_ARRAY) {
      json.skipValue();
      return;
    }
    event.page = true;
    String list = event.place() + "." + key;
    json.beginArray();
    for (int i = 0; json.hasNext(); i++) {
      RawEvent inside = RawEvent.in(list, i);
      parse(json, inside, null);
      page.accept(inside);
    }
    json.endArray();
  }
}
