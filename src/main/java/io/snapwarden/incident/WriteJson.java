package io.snapwarden.incident;

import com.google.gson.JsonObject;
import io.snapwarden.event.Address;
import io.snapwarden.event.Caller;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Instants;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotKind;
import io.snapwarden.event.SnapshotWrite;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A normalised write as JSON, in queue messages and in stored incidents. */
final class WriteJson {

  /**
   * A token holds at most 200 groups (Microsoft Learn, "Configure group claims"); an event that
   * claims more is forged, and must not grow too long for a message.
   */
  private static final int MOST_GROUPS = 200;

  private WriteJson() {}

  /** With the caller's groups, for a write that somebody has yet to decide. */
  static JsonObject withGroups(SnapshotWrite write) {
    JsonObject json = toJson(write);
    Set<Guid> groups = write.caller().groups();
    if (groups.size() <= MOST_GROUPS) {
      json.getAsJsonObject("caller")
          .add("groups", Json.strings(groups.stream().map(Guid::toString).sorted().toList()));
    }
    return json;
  }

  static JsonObject toJson(SnapshotWrite write) {
    JsonObject json = new JsonObject();
    json.addProperty("event", write.eventId());
    json.addProperty("at", Instants.text(write.at()));
    json.addProperty("kind", write.kind().type());
    json.addProperty("outcome", write.outcome().name());
    json.addProperty("target", write.target().text());
    json.add("caller", toJson(write.caller()));
    json.addProperty("correlation", write.correlationId());
    json.addProperty("address", Json.text(write.clientAddress()));
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

  /** Reads what was written here; once a write is decided, its caller's groups are not carried. */
  static SnapshotWrite fromJson(JsonObject json) {
    return new SnapshotWrite(
        Json.string(json, "event"),
        Json.instant(json, "at"),
        Json.parsed(json, "kind", kind -> SnapshotKind.ofWriteOperation(kind + "/write")),
        Json.constant(json, "outcome", SnapshotWrite.Outcome.class),
        Json.parsed(json, "target", ResourceId::parse),
        Json.object(json, "caller", WriteJson::caller),
        Json.string(json, "correlation"),
        Json.parsedOrNull(json, "address", text -> Optional.ofNullable(Address.parse(text))),
        Json.objectOrNull(json, "grant", WriteJson::grant),
        Json.strings(json, "inconsistencies"));
  }

  private static Caller caller(JsonObject json) {
    return new Caller(
        Json.parsed(json, "kind", WriteJson::kind),
        Json.parsedOrNull(json, "principal", Guid::parse),
        Json.parsedOrNull(json, "application", Guid::parse),
        Json.parsedOrNull(json, "tenant", Guid::parse),
        Json.parsedOrNull(json, "managedIdentity", ResourceId::parse),
        Json.isNull(json, "groups")
            ? Set.of()
            : Set.copyOf(Json.parsedStrings(json, "groups", Guid::parse)),
        Json.stringOrNull(json, "name"),
        Json.stringOrNull(json, "doubt"));
  }

  private static Optional<Caller.Kind> kind(String text) {
    return Arrays.stream(Caller.Kind.values()).filter(kind -> kind.text().equals(text)).findFirst();
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
