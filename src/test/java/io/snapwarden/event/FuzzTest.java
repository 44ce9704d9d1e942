package io.snapwarden.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile text: whatever it is, it is read to the end, on little stack, and makes nobody up. */
@Tag("gson")
class FuzzTest {

  private static final long SEED = 20261115;
  private static final int ROUNDS = 1_000;
  private static final long STACK = 256 * 1024;
  private static final int DEEP = 100_000;

  private static final String[] WRONG = {
    "null",
    "true",
    "0",
    "-1e400",
    "1" + "0".repeat(400),
    "\"\"",
    "\" \"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "\"{\"",
    "\"{}\"",
    "\"[]\"",
    "[]",
    "{}",
    "[{}]",
    "{\"value\":\"x\"}",
    "{\"value\":{\"value\":[]}}",
    "\"/\"",
    "\"2026-02-30T00:00:00Z\"",
    "\"99999999-9999-9999-9999-999999999999\"",
    "\"" + "\u212A".repeat(300) + "\"",
  };

  static Stream<String> fixtures() {
    return Stream.concat(Fixtures.WRITES.stream(), Fixtures.OTHERS.stream());
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void text_with_some_bytes_changed_is_read_to_its_end(String name) {
    byte[] bytes = Fixtures.line(name).getBytes(StandardCharsets.UTF_8);
    rounds(
        name,
        random -> {
          byte[] changed = bytes.clone();
          for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            int at = random.nextInt(changed.length);
            changed[at] =
                random.nextBoolean()
                    ? (byte) (changed[at] ^ 1 << random.nextInt(8))
                    : (byte) "{}[]\":,\\u0/".charAt(random.nextInt(11));
          }
          return new String(changed, StandardCharsets.UTF_8);
        });
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void text_that_breaks_off_or_lost_a_part_is_read_to_its_end(String name) {
    String text = Fixtures.line(name);
    rounds(
        name,
        random -> {
          int at = random.nextInt(text.length());
          int to = Math.min(text.length(), at + 1 + random.nextInt(40));
          return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + text.substring(to);
            default -> text.substring(0, to) + text.substring(at);
          };
        });
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void an_event_with_fields_removed_renamed_or_doubled_is_read_to_its_end(String name) {
    String text = Fixtures.line(name);
    rounds(
        name,
        random -> {
          JsonElement json = JsonParser.parseString(text);
          List<JsonObject> objects = objects(json);
          JsonObject object = objects.get(random.nextInt(objects.size()));
          List<String> keys = new ArrayList<>(object.keySet());
          if (keys.isEmpty()) {
            return json.toString();
          }
          String key = keys.get(random.nextInt(keys.size()));
          String other = keys.get(random.nextInt(keys.size()));
          return switch (random.nextInt(4)) {
            case 0 -> {
              object.remove(key);
              yield json.toString();
            }
            case 1 -> {
              object.add(key.toUpperCase(Locale.ROOT), object.remove(key));
              yield json.toString();
            }
            case 2 -> {
              object.add(other, object.get(key));
              yield json.toString();
            }
            default -> {
              String from = new JsonPrimitive(key) + ":";
              yield json.toString().replace(from, from + object.get(other) + "," + from);
            }
          };
        });
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void every_value_may_be_of_every_wrong_type(String name) {
    String text = Fixtures.line(name);
    int count = places(JsonParser.parseString(text)).size();

    onLittleStack(
        () -> {
          for (int i = 0; i < count; i++) {
            for (String wrong : WRONG) {
              JsonElement json = JsonParser.parseString(text);
              Place place = places(json).get(i);
              place.replace("MARK");
              assertSound(
                  json.toString().replace("\"MARK\"", wrong),
                  name + ": " + place.key() + " is " + wrong);
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void every_value_may_be_nested_deeper_than_any_stack(String name) {
    String text = Fixtures.line(name);
    List<String> deep = new ArrayList<>();
    deep.add("[".repeat(DEEP) + "]".repeat(DEEP));
    deep.add("[".repeat(DEEP));
    for (String key : new String[] {"a", "data", "value", "identity", "claims", "evidence"}) {
      String open = "{\"" + key + "\":";
      deep.add(open.repeat(DEEP) + "1" + "}".repeat(DEEP));
    }
    deep.add("{\"value\":[".repeat(DEEP) + "]}".repeat(DEEP));
    deep.add("{\"records\":[{\"data\":".repeat(DEEP));
    int count = places(JsonParser.parseString(text)).size();

    onLittleStack(
        () -> {
          for (String nested : deep) {
            assertSound(nested, "nested alone");
            assertSound("[" + nested + "]", "nested in an array");
          }
          Random random = new Random(SEED);
          for (int i = 0; i < count; i++) {
            String nested = deep.get(random.nextInt(deep.size()));
            JsonElement json = JsonParser.parseString(text);
            Place place = places(json).get(i);
            place.replace("MARK");
            assertSound(
                json.toString().replace("\"MARK\"", nested),
                name + ": " + place.key() + " is " + nested.substring(0, 20));
          }
        });
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void every_value_may_be_endless(String name) {
    String text = Fixtures.line(name);
    int count = places(JsonParser.parseString(text)).size();
    String[] units = {"a", "/", ",", "\\u0000", "\\ud800", "9", "{", ":", "-", "55555555"};

    onLittleStack(
        () -> {
          Random random = new Random(SEED);
          for (int i = 0; i < count; i++) {
            String unit = units[random.nextInt(units.length)];
            JsonElement json = JsonParser.parseString(text);
            Place place = places(json).get(i);
            place.replace("MARK");
            String value = unit.repeat((1 << 20) / unit.length());
            assertSound(
                json.toString().replace("MARK", value), name + ": " + place.key() + " of " + unit);
          }
          assertSound("9".repeat(1 << 20), "a huge number");
          assertSound("[" + "9".repeat(1 << 20) + "]", "a huge number in an array");
        });
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void what_writes_nothing_becomes_no_write_by_a_wrong_value(String name) {
    if (Fixtures.WRITES.contains(name)) {
      return;
    }
    String text = Fixtures.line(name);
    int count = places(JsonParser.parseString(text)).size();

    for (int i = 0; i < count; i++) {
      for (String wrong : WRONG) {
        JsonElement json = JsonParser.parseString(text);
        places(json).get(i).replace("MARK");
        assertThat(new EventReader().read(json.toString().replace("\"MARK\"", wrong)))
            .noneMatch(Reading.Write.class::isInstance);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void the_order_of_keys_does_not_matter(String name) {
    JsonElement json = JsonParser.parseString(Fixtures.text(name));
    List<Reading> expected = new EventReader().read(json.toString());
    Random random = new Random(SEED);

    for (int i = 0; i < 200; i++) {
      String shuffled = shuffled(json, random).toString();
      assertThat(new EventReader().read(shuffled))
          .as("seed %d, round %d: %s", SEED, i, shuffled)
          .isEqualTo(expected);
    }
  }

  @Test
  void the_order_of_keys_that_say_the_same_does_not_matter() {
    JsonObject event = Fixtures.event("user").json();
    event.addProperty("time", "2020-01-01T00:00:00Z");
    event.addProperty("eventTimestamp", "2020-01-02T00:00:00Z");
    event.addProperty("source", "/subscriptions/" + Writes.ANOTHER_TENANT);
    event.addProperty("callerIpAddress", "192.0.2.1");
    event.addProperty("resultType", "Failure");
    event.getAsJsonObject("data").addProperty("resourceId", "/subscriptions/elsewhere");
    List<Reading> expected = Fixtures.read("user");
    Random random = new Random(SEED);

    for (int i = 0; i < 500; i++) {
      assertThat(new EventReader().read(shuffled(event, random).toString()))
          .as("seed %d, round %d", SEED, i)
          .isEqualTo(expected);
    }
  }

  private interface Mutation {
    String of(Random random);
  }

  private static void rounds(String name, Mutation mutation) {
    onLittleStack(
        () -> {
          Random random = new Random(SEED);
          for (int i = 0; i < ROUNDS; i++) {
            assertSound(mutation.of(random), name + ", seed " + SEED + ", round " + i);
          }
        });
  }

  /** Reads it, and asks what must hold of every text. */
  private static void assertSound(String text, String description) {
    List<Reading> readings;
    try {
      readings = new EventReader().read(text);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(description, e);
    }
    for (Reading reading : readings) {
      String reason =
          reading.fold(
              write -> complete(write.write(), text),
              Reading.Unrelated::reason,
              Reading.Unreadable::reason);
      String id = reading.eventId();
      if (reason.isEmpty() || reason.length() > 400 || (id != null && id.length() > 256)) {
        throw new AssertionError(description + ": " + reading);
      }
    }
  }

  private static String complete(SnapshotWrite write, String text) {
    assertThat(write.eventId()).isNotEmpty();
    assertThat(write.correlationId()).isNotEmpty().hasSizeLessThanOrEqualTo(263);
    assertThat(write.at().toEpochMilli()).isPositive();
    assertThat(write.kind().isIdOf(write.target())).isTrue();
    Caller caller = write.caller();
    assertThat(caller.doubt() == null).isEqualTo(caller.kind() != Caller.Kind.UNIDENTIFIED);
    assertStated(caller.principal(), text);
    assertStated(caller.application(), text);
    assertStated(caller.tenant(), text);
    assertThat(caller.principal())
        .as("the principal of the role assignment is not the caller")
        .isNotEqualTo(Guid.of("f".repeat(32)));
    return "a write";
  }

  private static void assertStated(Guid id, String text) {
    if (id != null) {
      String plain = text.toLowerCase(Locale.ROOT).replace("-", "");
      assertThat(plain.contains(id.toString().replace("-", ""))).as("%s is stated", id).isTrue();
    }
  }

  private static void onLittleStack(Runnable test) {
    List<Throwable> thrown = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                test.run();
              } catch (Throwable e) {
                thrown.add(e);
              }
            },
            "little stack",
            STACK);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (!thrown.isEmpty()) {
      throw new AssertionError(thrown.get(0).getMessage(), thrown.get(0));
    }
  }

  /** Where a value stands. */
  private record Place(String key, Consumer<JsonElement> setter) {
    void replace(String mark) {
      setter.accept(new JsonPrimitive(mark));
    }
  }

  private static List<Place> places(JsonElement json) {
    List<Place> places = new ArrayList<>();
    collect(json, places);
    return places;
  }

  private static void collect(JsonElement json, List<Place> places) {
    if (json.isJsonObject()) {
      JsonObject object = json.getAsJsonObject();
      for (String key : object.keySet()) {
        places.add(new Place(key, value -> object.add(key, value)));
        collect(object.get(key), places);
      }
    } else if (json.isJsonArray()) {
      JsonArray array = json.getAsJsonArray();
      for (int i = 0; i < array.size(); i++) {
        int index = i;
        places.add(new Place("[" + i + "]", value -> array.set(index, value)));
        collect(array.get(i), places);
      }
    }
  }

  private static List<JsonObject> objects(JsonElement json) {
    List<JsonObject> objects = new ArrayList<>();
    if (json.isJsonObject()) {
      objects.add(json.getAsJsonObject());
      json.getAsJsonObject().entrySet().forEach(e -> objects.addAll(objects(e.getValue())));
    } else if (json.isJsonArray()) {
      json.getAsJsonArray().forEach(e -> objects.addAll(objects(e)));
    }
    return objects;
  }

  private static JsonElement shuffled(JsonElement json, Random random) {
    if (json.isJsonArray()) {
      JsonArray array = new JsonArray();
      json.getAsJsonArray().forEach(e -> array.add(shuffled(e, random)));
      return array;
    }
    if (!json.isJsonObject()) {
      return json;
    }
    JsonObject object = json.getAsJsonObject();
    List<String> keys = new ArrayList<>(object.keySet());
    Collections.shuffle(keys, random);
    JsonObject result = new JsonObject();
    keys.forEach(key -> result.add(key, shuffled(object.get(key), random)));
    return result;
  }
}
