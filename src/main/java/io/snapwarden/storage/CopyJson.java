package io.snapwarden.storage;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.snapwarden.ticket.Copy;
import io.snapwarden.ticket.Copy.Lease;
import io.snapwarden.ticket.Copy.Trouble;
import io.snapwarden.ticket.TicketDesk.Posted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a desk was told, as JSON, as it is stored. */
final class CopyJson {

  private CopyJson() {}

  static String write(Copy copy) {
    JsonObject json = new JsonObject();
    json.addProperty("ticket", copy.ticket());
    json.addProperty("desk", copy.desk());
    Posted posted = copy.posted();
    if (posted != null) {
      json.addProperty("reference", posted.reference());
      json.addProperty("url", posted.url());
    }
    json.addProperty("tried", copy.tried());
    json.addProperty("open", copy.open());
    json.addProperty("ownTold", copy.ownTold());
    json.addProperty("othersTold", copy.othersTold());
    json.addProperty("toldAt", text(copy.toldAt()));
    json.addProperty("saying", copy.saying());
    json.addProperty("sayingTo", copy.sayingTo());
    Trouble trouble = copy.trouble();
    if (trouble != null) {
      JsonObject failing = new JsonObject();
      failing.addProperty("since", trouble.since().toString());
      failing.addProperty("tries", trouble.tries());
      failing.addProperty("problem", trouble.problem());
      failing.addProperty("gaveUp", trouble.gaveUp());
      json.add("trouble", failing);
    }
    json.addProperty("due", text(copy.due()));
    Lease lease = copy.lease();
    if (lease != null) {
      json.addProperty("holder", lease.holder());
      json.addProperty("heldUntil", lease.until().toString());
    }
    return json.toString();
  }

  static Copy read(JsonObject json) {
    JsonElement trouble = json.get("trouble");
    return new Copy(
        json.get("ticket").getAsString(),
        json.get("desk").getAsString(),
        json.has("reference")
            ? new Posted(json.get("reference").getAsString(), string(json.get("url")))
            : null,
        json.get("tried").getAsBoolean(),
        json.get("open").getAsBoolean(),
        json.get("ownTold").getAsString(),
        json.get("othersTold").getAsInt(),
        instant(json.get("toldAt")),
        json.get("saying").getAsString(),
        json.get("sayingTo").getAsInt(),
        trouble == null ? null : trouble(trouble.getAsJsonObject()),
        instant(json.get("due")),
        json.has("holder")
            ? new Lease(
                json.get("holder").getAsString(),
                Instant.parse(json.get("heldUntil").getAsString()))
            : null);
  }

  private static Trouble trouble(JsonObject json) {
    return new Trouble(
        Instant.parse(json.get("since").getAsString()),
        json.get("tries").getAsInt(),
        json.get("problem").getAsString(),
        json.get("gaveUp").getAsBoolean());
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private static @Nullable String string(@Nullable JsonElement json) {
    return json == null || json instanceof JsonNull ? null : json.getAsString();
  }

  private static @Nullable Instant instant(@Nullable JsonElement json) {
    String text = string(json);
    return text == null ? null : Instant.parse(text);
  }
}
