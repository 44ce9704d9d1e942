package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A normalised write as JSON, in queue messages and in stored incidents. */
final class WriteJson {

  private WriteJson() {}

  static JsonObject toJson(SnapshotWrite write) {
    JsonObject json = new JsonObject();
    json.addProperty("event", write.eventId());
    json.addProperty("at", write.at().toString());
    json.addProperty("kind", write.kind().type());
    json.addProperty("outcome", write.outcome().name());
    json.addProperty("target", write.target().text());
    json.add("caller", toJson(write.caller()));
    json.addProperty("correlation", write.correlationId());
    InetAddress address = write.clientAddress();
    json.addProperty("address", address == null ? null : address.getHostAddress());
    SnapshotWrite.Grant grant = write.grant();
    if (grant != null) {
      json.add("grant", toJson(grant));
    }
    json.add("inconsistencies", Json.strings(write.inconsistencies()));
    return json;
  }

  private static JsonObject toJson(Caller caller) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", caller.kind().text());
    json.addProperty("principal", Json.text(caller.principal()));
    json.addProperty("application", Json.text(caller.application()));
    json.addProperty("tenant", Json.text(caller.tenant()));
    json.addProperty("managedIdentity", Json.text(caller.managedIdentity()));
    json.addProperty("name", caller.name());
    json.addProperty("doubt", caller.doubt());
    return json;
  }

  private static JsonObject toJson(SnapshotWrite.Grant grant) {
    JsonObject json = new JsonObject();
    json.addProperty("role", grant.role());
    json.addProperty("roleAssignmentScope", grant.roleAssignmentScope());
    json.addProperty("roleAssignmentId", grant.roleAssignmentId());
    json.addProperty("roleDefinitionId", grant.roleDefinitionId());
    json.addProperty("principalId", grant.principalId());
    json.addProperty("principalType", grant.principalType());
    return json;
  }

  /** Reads what {@link #toJson(SnapshotWrite)} wrote; groups are not carried: they have decided. */
  static SnapshotWrite fromJson(JsonObject json) {
    String kind = Json.string(json, "kind");
    JsonObject grant = Json.objectOrNull(json, "grant");
    return new SnapshotWrite(
        Json.string(json, "event"),
        Json.instant(json, "at"),
        SnapshotKind.ofWriteOperation(kind + "/write")
            .orElseThrow(() -> new IllegalArgumentException("$.kind is no snapshot: " + kind)),
        SnapshotWrite.Outcome.valueOf(Json.string(json, "outcome")),
        ResourceId.of(Json.string(json, "target")),
        caller(Json.object(json, "caller")),
        Json.string(json, "correlation"),
        address(Json.stringOrNull(json, "address")),
        grant == null ? null : grant(grant),
        Json.strings(json, "inconsistencies"));
  }

  private static Caller caller(JsonObject json) {
    String kind = Json.string(json, "kind");
    String identity = Json.stringOrNull(json, "managedIdentity");
    return new Caller(
        kind(kind),
        guid(json, "principal"),
        guid(json, "application"),
        guid(json, "tenant"),
        identity == null ? null : ResourceId.of(identity),
        Set.of(),
        Json.stringOrNull(json, "name"),
        Json.stringOrNull(json, "doubt"));
  }

  private static Caller.Kind kind(String text) {
    for (Caller.Kind kind : Caller.Kind.values()) {
      if (kind.text().equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("$.caller.kind is unknown: " + text);
  }

  private static @Nullable Guid guid(JsonObject json, String key) {
    String text = Json.stringOrNull(json, key);
    return text == null ? null : Guid.of(text);
  }

  private static @Nullable InetAddress address(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':')) {
      throw new IllegalArgumentException("$.address is not an address");
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("$.address is not an address", e);
    }
  }

  private static SnapshotWrite.Grant grant(JsonObject json) {
    return new SnapshotWrite.Grant(
        Json.stringOrNull(json, "role"),
        Json.stringOrNull(json, "roleAssignmentScope"),
        Json.stringOrNull(json, "roleAssignmentId"),
        Json.stringOrNull(json, "roleDefinitionId"),
        Json.stringOrNull(json, "principalId"),
        Json.stringOrNull(json, "principalType"));
  }
}
