package io.snapwarden.policy;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.snapwarden.event.Guid;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The top level of a policy document. It reads rule by rule and never holds the whole document as a
 * tree: a hundred thousand rules must fit into a small function app.
 */
final class PolicyDocument {

  private static final int VERSION = 1;
  private static final int MAX_TARGETS = 10_000;
  private static final Set<String> KEYS =
      Set.of("$schema", "version", "tenant", "allow", "responses", "limits");
  private static final Set<String> LIMIT_KEYS = Set.of("remediatedTargetsPerHour");

  private final Problems problems;
  private final AllowRuleReader allow;
  private final ResponseReader responses;
  private @Nullable Guid tenant;
  private Limits limits = Limits.DEFAULT;

  PolicyDocument(RemediationCatalog remediations, Instant now, Problems problems) {
    this.problems = problems;
    this.allow = new AllowRuleReader(now);
    this.responses = new ResponseReader(remediations);
  }

  /** Null if there is none that can be read, which is a problem then. */
  @Nullable Guid tenant() {
    return tenant;
  }

  List<AllowRule> allow() {
    return allow.rules();
  }

  List<ResponseRule> responses() {
    return responses.responses();
  }

  Limits limits() {
    return limits;
  }

  void read(JsonReader in) throws IOException {
    JsonTree tree = new JsonTree(in, problems);
    if (in.peek() == JsonToken.BEGIN_OBJECT) {
      members(in, tree);
    } else {
      tree.read(Place.ROOT).isObject(KEYS);
    }
    if (in.peek() != JsonToken.END_DOCUMENT) {
      throw new IllegalStateException("Gson reads one document and no more");
    }
  }

  /** Adds what is worth a second look in a document without problems. */
  void warn() {
    if (!responses.hasCatchAll()) {
      problems.warn(
          Place.ROOT.member("responses"),
          "no response has an empty \"when\": whatever none matches gets a ticket");
    }
    Shadows.warn(allow.rules(), problems);
    ResponseShadows.warn(responses.responses(), problems);
  }

  private void members(JsonReader in, JsonTree tree) throws IOException {
    Set<String> seen = new HashSet<>();
    in.beginObject();
    for (int member = 0; in.hasNext(); member++) {
      String key = in.nextName();
      if (!seen.add(key)) {
        tree.repeated(Place.ROOT, key, member);
        in.skipValue();
      } else {
        member(key, in, tree);
      }
    }
    in.endObject();
    for (String key : List.of("version", "tenant")) {
      if (!seen.contains(key)) {
        problems.add(Place.ROOT, Quote.of(key) + " is missing");
      }
    }
  }

  private void member(String key, JsonReader in, JsonTree tree) throws IOException {
    Place place = Place.ROOT.member(key);
    switch (key) {
      case "$schema" -> tree.read(place).text();
      case "version" -> version(tree.read(place));
      case "tenant" -> tenant = Terms.guid(tree.read(place));
      case "allow" -> each(in, tree, place, allow);
      case "responses" -> each(in, tree, place, responses);
      case "limits" -> limits(tree.read(place));
      default -> {
        problems.addAtKey(place, "unknown key " + Quote.of(key) + Spelling.hint(key, KEYS));
        in.skipValue();
      }
    }
  }

  /** Reads the entries of a list one by one. */
  interface Entries {
    void read(Value value);
  }

  private static void each(JsonReader in, JsonTree tree, Place place, Entries entries)
      throws IOException {
    if (in.peek() != JsonToken.BEGIN_ARRAY) {
      tree.read(place).elements();
      return;
    }
    in.beginArray();
    for (int i = 0; in.hasNext(); i++) {
      entries.read(tree.read(place.element(i)));
    }
    in.endArray();
  }

  private static void version(Value value) {
    if (!value.isNumber(VERSION)) {
      value.problem("must be " + VERSION + ", the only version there is");
    }
  }

  private void limits(Value value) {
    Value targets = value.isObject(LIMIT_KEYS) ? value.get("remediatedTargetsPerHour") : null;
    Integer read = targets == null ? null : targets.whole(1, MAX_TARGETS);
    if (read != null) {
      limits = new Limits(read);
    }
  }
}
