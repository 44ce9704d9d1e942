package io.snapwarden.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Events as Azure sends them, and ways to change one. */
final class Fixtures {

  /** Every file in {@code src/test/resources/events} that holds one sound write or more. */
  static final List<String> WRITES =
      List.of(
          "user",
          "guest",
          "service-principal",
          "managed-identity",
          "pascal-case",
          "strings",
          "empty-parts",
          "absent-parts",
          "failure",
          "cancel",
          "activity-log",
          "export");

  /** Every file there that holds none. */
  static final List<String> OTHERS =
      List.of("compute-snapshot", "tags-write", "delete", "validation");

  static final String OID = "http://schemas.microsoft.com/identity/claims/objectidentifier";
  static final String TID = "http://schemas.microsoft.com/identity/claims/tenantid";
  static final String SCOPE = "http://schemas.microsoft.com/identity/claims/scope";
  static final String UPN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn";

  private final JsonObject event;

  private Fixtures(JsonObject event) {
    this.event = event;
  }

  static String text(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/events/" + name + ".json")) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text in one line. */
  static String line(String name) {
    return JsonParser.parseString(text(name)).toString();
  }

  /** One event to be changed: that of the file, or the first of its array. */
  static Fixtures event(String name) {
    JsonElement json = JsonParser.parseString(text(name));
    return new Fixtures(
        json.isJsonArray()
            ? json.getAsJsonArray().get(0).getAsJsonObject()
            : json.getAsJsonObject());
  }

  /** Sets text in the envelope. */
  Fixtures with(String key, String value) {
    return with(key, value == null ? JsonNull.INSTANCE : new JsonPrimitive(value));
  }

  Fixtures with(String key, JsonElement value) {
    event.add(key, value);
    return this;
  }

  /** Sets what stands in {@code data}. */
  Fixtures data(String key, String value) {
    return data(key, value == null ? JsonNull.INSTANCE : new JsonPrimitive(value));
  }

  Fixtures data(String key, JsonElement value) {
    event.getAsJsonObject("data").add(key, value);
    return this;
  }

  Fixtures claim(String key, String value) {
    return claim(key, value == null ? JsonNull.INSTANCE : new JsonPrimitive(value));
  }

  Fixtures claim(String key, JsonElement value) {
    event.getAsJsonObject("data").getAsJsonObject("claims").add(key, value);
    return this;
  }

  Fixtures without(String key) {
    event.remove(key);
    return this;
  }

  Fixtures withoutData(String key) {
    event.getAsJsonObject("data").remove(key);
    return this;
  }

  Fixtures withoutClaims(String... keys) {
    for (String key : keys) {
      event.getAsJsonObject("data").getAsJsonObject("claims").remove(key);
    }
    return this;
  }

  Fixtures address(String address) {
    event
        .getAsJsonObject("data")
        .getAsJsonObject("httpRequest")
        .addProperty("clientIpAddress", address);
    return this;
  }

  JsonObject json() {
    return event;
  }

  List<Reading> readings() {
    return new EventReader().read(event.toString());
  }

  Reading reading() {
    return only(readings());
  }

  /** What the event says of a write, which it must be. */
  SnapshotWrite write() {
    return write(reading());
  }

  Caller caller() {
    return write().caller();
  }

  static List<Reading> read(String name) {
    return new EventReader().read(text(name));
  }

  static Reading only(List<Reading> readings) {
    if (readings.size() != 1) {
      throw new AssertionError("one reading expected, but there are " + readings);
    }
    return readings.get(0);
  }

  static SnapshotWrite write(Reading reading) {
    if (reading instanceof Reading.Write write) {
      return write.write();
    }
    throw new AssertionError("no write: " + reading);
  }
}
