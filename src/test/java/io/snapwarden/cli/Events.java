package io.snapwarden.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Single events out of {@code events.json}, and changed ones. */
final class Events {

  private static final String UPN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn";

  private Events() {}

  static String allowed() {
    return event(0).toString();
  }

  static String violation() {
    return event(1).toString();
  }

  static String attempt() {
    return event(2).toString();
  }

  static String unrelated() {
    return event(3).toString();
  }

  /** The violation, by a user of that name. */
  static String violationBy(String name) {
    JsonObject event = event(1);
    event.getAsJsonObject("data").getAsJsonObject("claims").addProperty(UPN, name);
    return event.toString();
  }

  /** The violation, under that event id. */
  static String violationWithId(String id) {
    JsonObject event = event(1);
    event.addProperty("id", id);
    return event.toString();
  }

  private static JsonObject event(int index) {
    try {
      JsonArray events =
          JsonParser.parseString(Files.readString(Path.of(Terminal.EVENTS))).getAsJsonArray();
      return events.get(index).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
