package io.snapwarden.azure;

import com.google.gson.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Azure Resource Manager: JSON in, JSON out. Safe for use by several threads. */
public interface Arm {

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

  /** A resource as it is now. */
  record Live(JsonObject json, @Nullable String etag) {}
}
