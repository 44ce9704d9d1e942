package io.snapwarden.azure;

import com.google.gson.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One request to Azure Resource Manager.
 *
 * @param path starts with a slash; the endpoint comes before it and the api-version after it
 * @param ifMatch the ETag that the resource must still have; null if it does not matter
 */
public record ArmRequest(
    Method method,
    String path,
    String apiVersion,
    @Nullable JsonObject body,
    @Nullable String ifMatch) {

  /** The verbs that Azure Resource Manager knows. */
  public enum Method {
    GET,
    PUT,
    PATCH,
    POST,
    DELETE
  }

  public static ArmRequest get(String path, String apiVersion) {
    return new ArmRequest(Method.GET, path, apiVersion, null, null);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
