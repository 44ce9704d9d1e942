package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever stands in an event, reading it gives a reading, with little stack and in bounded time.
 */
@Tag("gson")
@Timeout(300)
class FuzzTest {

  private static final int SMALL_STACK = 256 * 1024;
  private static final List<Supplier<JsonObject>> SOUND =
      List.of(
          EventTexts::eventGrid,
          EventTexts::cloudEvent,
          () -> EventTexts.record("Succeeded"),
          () -> EventTexts.exported("Success"),
          () -> EventTexts.page("value", EventTexts.record("Succeeded")),
          () -> EventTexts.page("records", EventTexts.exported("Success")));

  private final EventReader reader = new EventReader();

  private static JsonObject any(Random random) {
    return SOUND.get(random.nextInt(SOUND.size())).get();
  }

  /** Reads in a thread with little stack. */
  private List<Reading> read(String text) {
    AtomicReference<List<Reading>> readings = new AtomicReference<>();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                readings.set(reader.read(text));
              } catch (Throwable e) {
                thrown.set(e);
              }
            },
            "small stack",
            SMALL_STACK);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(thrown.get()).as("thrown for %.300s", text).isNull();
    readings.get().forEach(FuzzTest::complete);
    return readings.get();
  }

  private static void complete(Reading reading) {
    String reason =
        reading.fold(
            write -> "a write", unrelated -> unrelated.reason(), unreadable -> unreadable.reason());
    assertThat(reason).isNotBlank().hasSizeLessThan(500);
    if (reading.eventId() != null) {
      assertThat(reading.eventId()).hasSizeLessThanOrEqualTo(256);
    }
  }

  @Test
  void text_that_was_damaged_anywhere() {
    for (int seed = 0; seed < 8_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder(any(random).toString()).append(' ');
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = random.nextInt(Math.max(1, text.length()));
        switch (random.nextInt(4)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(0x10000));
          case 1 -> text.delete(at, at + 1).append(' ');
          case 2 -> text.insert(at, "{}[]\",:\\\u0000\uD800 7".charAt(random.nextInt(12)));
          default -> text.setLength(Math.max(1, at));
        }
      }

      assertThat(read(text.toString())).as("seed %d", seed).isNotEmpty();
    }
  }

  @Test
  void values_of_every_wrong_kind_in_every_place() {
    List<JsonElement> wrong =
        List.of(
            JsonNull.INSTANCE,
            new JsonPrimitive(true),
            new JsonPrimitive(-7),
            new JsonPrimitive(new java.math.BigDecimal("1e400")),
            new JsonPrimitive(""),
            new JsonPrimitive("\u0000\uD800\u202E"),
            new JsonPrimitive("{\"oid\":[[["),
            new JsonPrimitive("x".repeat(100_000)),
            new JsonArray(),
            new JsonObject());
    for (Supplier<JsonObject> sound : SOUND) {
      int places = count(sound.get());
      for (int place = 0; place < places; place++) {
        for (JsonElement value : wrong) {
          JsonObject event = sound.get();
          replace(event, new int[] {place}, value);

          assertThat(read(event.toString())).as("place %d, %.50s", place, value).isNotNull();
        }
      }
    }
  }

  private static int count(JsonElement json) {
    int count = 0;
    if (json instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        count += 1 + count(entry.getValue());
      }
    } else if (json instanceof JsonArray array) {
      for (JsonElement element : array) {
        count += count(element);
      }
    }
    return count;
  }

  private static void replace(JsonElement json, int[] left, JsonElement value) {
    if (json instanceof JsonObject object) {
      for (String key : List.copyOf(object.keySet())) {
        if (left[0]-- == 0) {
          object.add(key, value);
          return;
        }
        replace(object.get(key), left, value);
      }
    } else if (json instanceof JsonArray array) {
      array.forEach(element -> replace(element, left, value));
    }
  }

  @Test
  void nesting_a_hundred_thousand_deep() {
    for (String open : List.of("[", "{\"data\":", "{\"a\":[", "{\"value\":[", "{\"identity\":")) {
      String deep = open.repeat(100_000);

      assertThat(read(deep)).isNotEmpty();
      assertThat(read("{\"id\":\"1\",\"claims\":" + deep)).isNotEmpty();
      assertThat(read("{\"data\":{\"authorization\":{\"evidence\":" + deep)).isNotEmpty();
    }
    JsonObject string = EventTexts.eventGrid();
    string.getAsJsonObject("data").addProperty("claims", "[".repeat(100_000));
    assertThat(read(string.toString())).isNotEmpty();
  }

  @Test
  void megabytes_in_any_string() {
    String huge = "\u0001x".repeat(1_000_000);
    for (String key : List.of("id", "eventType", "subject", "eventTime", "topic")) {
      JsonObject event = EventTexts.eventGrid();
      event.addProperty(key, huge);
      read(event.toString());
    }
    for (String key :
        List.of("resourceUri", "operationName", "correlationId", "claims", "tenantId")) {
      JsonObject event = EventTexts.eventGrid();
      event.getAsJsonObject("data").addProperty(key, huge);
      read(event.toString());
    }
  }

  @Test
  void the_order_of_keys_makes_no_difference() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      JsonObject event = any(random);

      List<Reading> shuffled = reader.read(shuffled(event, random).toString());

      assertThat(shuffled).as("seed %d", seed).isEqualTo(reader.read(event.toString()));
    }
  }

  private static JsonElement shuffled(JsonElement json, Random random) {
    if (json instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(element -> copy.add(shuffled(element, random)));
      return copy;
    }
    if (json instanceof JsonObject object) {
      List<String> keys = new ArrayList<>(object.keySet());
      Collections.shuffle(keys, random);
      JsonObject copy = new JsonObject();
      keys.forEach(key -> copy.add(key, shuffled(object.get(key), random)));
      return copy;
    }
    return json;
  }
}
