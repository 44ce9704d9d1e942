package io.snapwarden.azure;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.snapwarden.azure.ArmException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Azure Resource Manager: JSON in, JSON out. Safe for use by several threads. */
public interface Arm {

  /** How many pages of a collection are read at most. */
  int MOST_PAGES = 50;

  /**
   * Sends one request and gives the answer, whatever its status.
   *
   * @throws ArmException if no answer came; then the change may or may not have been made
   */
  ArmAnswer send(ArmRequest request);

  /**
   * Reads one resource.
   *
   * @param path the resource's id
   * @return empty if there is none
   * @throws ArmException for every answer but 200 and 404
   */
  default Optional<Live> read(String path, String apiVersion) {
    ArmAnswer answer = send(ArmRequest.get(path, apiVersion));
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (answer.status() != 200 || !(answer.body() instanceof JsonObject json)) {
      throw ArmException.of(answer);
    }
    return Optional.of(new Live(json, answer.etag()));
  }

  /**
   * Reads all resources of a collection, page by page.
   *
   * @throws ArmException for every answer but a page, and for more than {@link #MOST_PAGES}
   */
  default List<JsonObject> list(String path, String apiVersion) {
    List<JsonObject> all = new ArrayList<>();
    @Nullable ArmRequest next = ArmRequest.get(path, apiVersion);
    for (int page = 0; next != null; page++) {
      ArmAnswer answer = send(next);
      if (answer.status() != 200
          || !(answer.body() instanceof JsonObject json)
          || !(json.get("value") instanceof JsonArray values)) {
        throw ArmException.of(answer);
      }
      if (page == MOST_PAGES) {
        throw new ArmException(
            Kind.FINAL, path + " has more than " + MOST_PAGES + " pages", null, null);
      }
      for (JsonElement value : values) {
        if (value instanceof JsonObject resource) {
          all.add(resource);
        }
      }
      next =
          json.get("nextLink") instanceof JsonPrimitive link && !link.getAsString().isEmpty()
              ? NextLink.within(next, link.getAsString())
              : null;
    }
    return all;
  }

  /** A resource as it is now. */
  record Live(JsonObject json, @Nullable String etag) {}
}
