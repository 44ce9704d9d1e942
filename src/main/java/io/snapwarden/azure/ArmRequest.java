package io.snapwarden.azure;

import com.google.gson.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request to Azure Resource Manager.
 *
 * @param path starts with a slash; the endpoint comes before it and the api-version after it.
 *     Nothing in it may end the path, climb out of it or be read in two ways: no {@code ?}, {@code
 *     #}, {@code %}, {@code ..}, {@code //}, backslash, space, control or non-ASCII character
 * @param ifMatch the ETag that the resource must still have; null if it does not matter
 */
public record ArmRequest(
    Method method,
    String path,
    String apiVersion,
    @Nullable JsonObject body,
    @Nullable String ifMatch) {

  private static final Pattern PATH = Pattern.compile("/[!-~&&[^?#%\\\\]]*");
  private static final Pattern API_VERSION = Pattern.compile("[0-9A-Za-z.-]+");

  public ArmRequest {
    if (!PATH.matcher(path).matches() || path.contains("..") || path.contains("//")) {
      throw new IllegalArgumentException("not a path of Azure Resource Manager: " + path);
    }
    if (!API_VERSION.matcher(apiVersion).matches()) {
      throw new IllegalArgumentException("not an api-version: " + apiVersion);
    }
  }

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
