package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The resources of the simulated Resource Manager: GET, PUT, PATCH of tags, DELETE and lists, with
 * locks, ETags and {@code systemData} as Azure keeps them. Fields that it does not know stay. The
 * caller holds the monitor.
 */
final class ArmStore implements ArmResources {

  private static final String LOCKS = "microsoft.authorization/locks";
  private static final String SNAPSHOTS = "microsoft.containerservice/snapshots";

  private final Map<String, Stored> resources = new LinkedHashMap<>();
  private final List<ArmChange> changes = new ArrayList<>();
  private final Map<String, ArmRules> rules = new HashMap<>();
  private final List<Due> due = new ArrayList<>();
  private final Supplier<Instant> clock;
  private long versions;

  ArmStore(Supplier<Instant> clock) {
    this.clock = clock;
  }

  private record Due(Instant at, Runnable effect) {}

  private record Stored(ArmPath path, JsonObject json, String etag) {}

  /** All resources by lower-case id, without the marks that every write changes. */
  Map<String, JsonObject> everything() {
    Map<String, JsonObject> all = new TreeMap<>();
    resources.forEach(
        (key, stored) -> {
          JsonObject plain = stored.json().deepCopy();
          plain.remove("systemData");
          plain.remove("eTag");
          plain.remove("etag");
          if (plain.get("properties") instanceof JsonObject properties) {
            List.of("eTag", "etag", "createdOn", "updatedOn").forEach(properties::remove);
          }
          all.put(key, plain);
        });
    return all;
  }

  void follow(ArmRules more) {
    more.types().forEach(type -> rules.put(type, more));
  }

  @Override
  public Optional<JsonObject> find(String id) {
    return Optional.ofNullable(resources.get(ArmPath.key(id)))
        .map(stored -> stored.json().deepCopy());
  }

  @Override
  public List<JsonObject> all(String type, String scope) {
    String under = ArmPath.key(scope + "/");
    return resources.values().stream()
        .filter(stored -> stored.path().typeKey().equals(type.toLowerCase(Locale.ROOT)))
        .filter(stored -> stored.path().key().startsWith(under))
        .map(stored -> stored.json().deepCopy())
        .toList();
  }

  @Override
  public void put(String id, JsonObject json) {
    ArmPath path = ArmPath.parse(id).orElseThrow();
    JsonObject whole = json.deepCopy();
    whole.addProperty("id", id);
    whole.addProperty("name", path.name());
    whole.addProperty("type", path.type());
    save(path, whole);
  }

  @Override
  public void remove(String id) {
    String key = ArmPath.key(id);
    resources.keySet().removeIf(each -> each.equals(key) || each.startsWith(key + "/"));
  }

  @Override
  public Optional<String> etag(String id) {
    return Optional.ofNullable(resources.get(ArmPath.key(id))).map(Stored::etag);
  }

  @Override
  public Instant now() {
    return clock.get();
  }

  @Override
  public void later(Duration after, Runnable effect) {
    due.add(new Due(now().plus(after), effect));
  }

  /** What has become due is done. */
  void settle() {
    Instant now = now();
    while (true) {
      Optional<Due> next =
          due.stream().filter(each -> !each.at().isAfter(now)).min(Comparator.comparing(Due::at));
      if (next.isEmpty()) {
        return;
      }
      due.remove(next.get());
      next.get().effect().run();
    }
  }

  /** The actions on other resources that the caller needs besides. */
  List<String> linked(ArmCall call, ArmPath path) {
    ArmRules own = rules.get(path.typeKey());
    return own == null ? List.of() : own.linked(call, path, this);
  }

  /** What was asked for and done, in the order in which it was. */
  List<ArmChange> changes() {
    return List.copyOf(changes);
  }

  ArmReply handle(ArmCall call, ArmPath path, Principal by) {
    JsonObject before = find(path.text()).orElse(null);
    ArmReply reply = answer(call, path, by);
    if (call.write() && reply.status() < 300) {
      JsonObject after = find(path.text()).orElse(null);
      changes.add(new ArmChange(call.method(), path.text(), before, after, by));
    }
    return reply;
  }

  private ArmReply answer(ArmCall call, ArmPath path, Principal by) {
    Stored stored = resources.get(path.key());
    ArmRules own = rules.get(path.typeKey());
    if (call.method().equals("GET")) {
      return own == null
          ? plainGet(call, path, stored)
          : own.answer(call, path, this).orElseGet(() -> plainGet(call, path, stored));
    }
    Optional<String> lock = blocking(path, call.method());
    if (lock.isPresent()) {
      return locked(path, call.method(), lock.get());
    }
    String ifMatch = call.ifMatch();
    if (ifMatch != null && stored != null && !ifMatch.equals(stored.etag())) {
      return ArmReply.error(412, "PreconditionFailed", "The ETag does not match.");
    }
    Optional<ArmReply> special = own == null ? Optional.empty() : own.answer(call, path, this);
    return special.orElseGet(() -> plainWrite(call, path, stored, by));
  }

  private ArmReply plainGet(ArmCall call, ArmPath path, @Nullable Stored stored) {
    if (path.collection()) {
      return list(call, path);
    }
    return stored == null ? missing(path) : shown(200, stored, call);
  }

  private ArmReply plainWrite(ArmCall call, ArmPath path, @Nullable Stored stored, Principal by) {
    JsonObject body = call.body();
    return switch (call.method()) {
      case "PUT" -> putting(path, stored, body == null ? new JsonObject() : body, by, call);
      case "PATCH" ->
          stored == null
              ? missing(path)
              : patch(stored, body == null ? new JsonObject() : body, by, call);
      case "DELETE" -> delete(path, stored);
      default -> ArmReply.error(405, "MethodNotAllowed", "The method is not supported.");
    };
  }

  private ArmReply putting(
      ArmPath path, @Nullable Stored old, JsonObject body, Principal by, ArmCall call) {
    if (path.typeKey().equals(LOCKS) && !exists(path.scope())) {
      return missing(ArmPath.parse(path.scope()).orElse(path));
    }
    JsonObject json = new JsonObject();
    json.addProperty("id", old == null ? path.text() : old.path().text());
    json.addProperty("name", path.name());
    json.addProperty("type", path.type());
    body.entrySet().stream()
        .filter(field -> !List.of("id", "name", "type", "systemData").contains(field.getKey()))
        .forEach(field -> json.add(field.getKey(), field.getValue().deepCopy()));
    if (path.typeKey().equals(SNAPSHOTS)) {
      capture(json);
    }
    json.add("systemData", systemData(old == null ? null : old.json(), by, call.at()));
    return shown(old == null ? 201 : 200, save(old == null ? path : old.path(), json), call);
  }

  private boolean exists(String scope) {
    return ArmPath.parse(scope).isEmpty() || resources.containsKey(ArmPath.key(scope));
  }

  /** A snapshot holds what its node pool is when it is written. */
  private void capture(JsonObject snapshot) {
    JsonObject properties = object(snapshot, "properties");
    JsonElement source = object(properties, "creationData").get("sourceResourceId");
    if (source == null) {
      return;
    }
    find(source.getAsString())
        .map(pool -> object(pool, "properties"))
        .ifPresent(
            pool -> {
              copy(pool, "currentOrchestratorVersion", properties, "kubernetesVersion");
              for (String name : List.of("nodeImageVersion", "osType", "osSKU", "vmSize")) {
                copy(pool, name, properties, name.equals("osSKU") ? "osSku" : name);
              }
            });
    properties.addProperty("snapshotType", "NodePool");
    snapshot.add("properties", properties);
  }

  private static void copy(JsonObject from, String name, JsonObject to, String as) {
    if (from.has(name)) {
      to.add(as, from.get(name));
    }
  }

  /** TagsObject replaces the whole set of tags; nothing else can be patched. */
  private ArmReply patch(Stored old, JsonObject body, Principal by, ArmCall call) {
    JsonObject json = old.json().deepCopy();
    if (body.get("tags") instanceof JsonObject tags) {
      json.add("tags", tags.deepCopy());
    }
    json.add("systemData", systemData(old.json(), by, call.at()));
    return shown(200, save(old.path(), json), call);
  }

  private ArmReply delete(ArmPath path, @Nullable Stored stored) {
    if (stored == null) {
      return ArmReply.of(204, null);
    }
    remove(path.text());
    return ArmReply.of(200, null);
  }

  private ArmReply list(ArmCall call, ArmPath path) {
    JsonArray value = new JsonArray();
    for (Map.Entry<String, Stored> each : resources.entrySet()) {
      Stored stored = each.getValue();
      if (stored.path().typeKey().equals(path.typeKey())
          && ArmPath.key(stored.path().scope() + "/").startsWith(ArmPath.key(path.scope()) + "/")) {
        value.add(asShown(stored, call));
      }
    }
    JsonObject page = new JsonObject();
    page.add("value", value);
    return ArmReply.of(200, page);
  }

  /** Locks apply to their scope and all below it, but not to themselves. */
  private Optional<String> blocking(ArmPath path, String method) {
    if (path.typeKey().equals(LOCKS)) {
      return Optional.empty();
    }
    return resources.values().stream()
        .filter(stored -> stored.path().typeKey().equals(LOCKS))
        .filter(lock -> (path.key() + "/").startsWith(ArmPath.key(lock.path().scope()) + "/"))
        .filter(lock -> method.equals("DELETE") || level(lock.json()).equals("ReadOnly"))
        .map(lock -> lock.path().scope())
        .findFirst();
  }

  private static String level(JsonObject lock) {
    JsonElement level = object(lock, "properties").get("level");
    return level == null ? "" : level.getAsString();
  }

  private static ArmReply locked(ArmPath path, String method, String scope) {
    return ArmReply.error(
        409,
        "ScopeLocked",
        "The scope '%s' cannot perform %s operation because following scope(s) are locked: '%s'. Please remove the lock and try again."
            .formatted(path.text(), method.equals("DELETE") ? "delete" : "write", scope));
  }

  private static ArmReply missing(ArmPath path) {
    return ArmReply.error(
        404,
        "ResourceNotFound",
        "The Resource '%s/%s' under resource group was not found."
            .formatted(path.type(), path.name()));
  }

  private Stored save(ArmPath path, JsonObject json) {
    Stored stored = new Stored(path, json, "\"" + ++versions + "\"");
    resources.put(path.key(), stored);
    return stored;
  }

  private ArmReply shown(int status, Stored stored, ArmCall call) {
    return ArmReply.of(status, asShown(stored, call)).with("ETag", stored.etag());
  }

  private JsonObject asShown(Stored stored, ArmCall call) {
    ArmRules own = rules.get(stored.path().typeKey());
    JsonObject copy = stored.json().deepCopy();
    return own == null ? copy : own.shown(copy, call, stored.path(), this);
  }

  static JsonObject systemData(@Nullable JsonObject old, Principal by, Instant at) {
    JsonObject system = old == null ? new JsonObject() : object(old, "systemData");
    if (system.size() == 0) {
      stamp(system, "created", by, at);
    }
    stamp(system, "lastModified", by, at);
    return system;
  }

  private static void stamp(JsonObject system, String verb, Principal by, Instant at) {
    system.addProperty(verb + "By", by.shownBy());
    system.addProperty(verb + "ByType", by.shownType());
    system.addProperty(verb + "At", at.toString());
  }

  private static JsonObject object(JsonObject json, String name) {
    return json.get(name) instanceof JsonObject object ? object.deepCopy() : new JsonObject();
  }
}
