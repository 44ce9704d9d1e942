package io.snapwarden.azure;

import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request to Azure Resource Manager.
 *
 * @param path starts with a slash; the endpoint comes before it and the api-version after it.
 *     Nothing in it may end the path, climb out of it or be read in two ways: no {@code ?}, {@code
 *     #}, {@code %}, {@code ..}, {@code //}, backslash, space, control or non-ASCII character
 * @param query what comes after the api-version, percent-encoded, as in {@code $filter=a%20eq%201};
 *     empty if nothing does
 * @param ifMatch the ETag that the resource must still have; null if it does not matter
 */
public record ArmRequest(
    Method method,
    String path,
    String apiVersion,
    String query,
    @Nullable JsonObject body,
    @Nullable String ifMatch) {

  private static final Pattern PATH = Pattern.compile("/[!-~&&[^?#%\\\\]]*");
  private static final Pattern API_VERSION = Pattern.compile("[0-9A-Za-z.-]+");
  private static final Pattern PARAMETER = Pattern.compile("\\$?[A-Za-z][A-Za-z-]*");

  /** RFC 3986, section 3.4, and percent escapes. */
  private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$'()*,;:@/?=&+%-]*");

  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  public ArmRequest {
    if (!PATH.matcher(path).matches() || path.contains("..") || path.contains("//")) {
      throw new IllegalArgumentException("not a path of Azure Resource Manager: " + path);
    }
    if (!API_VERSION.matcher(apiVersion).matches()) {
      throw new IllegalArgumentException("not an api-version: " + apiVersion);
    }
    if (!QUERY.matcher(query).matches() || BROKEN_ESCAPE.matcher(query).find()) {
      throw new IllegalArgumentException("not a query: " + query);
    }
  }

  /** A request without a query of its own. */
  public ArmRequest(
      Method method,
      String path,
      String apiVersion,
      @Nullable JsonObject body,
      @Nullable String ifMatch) {
    this(method, path, apiVersion, "", body, ifMatch);
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

  /**
   * The same with one more parameter.
   *
   * @param name as in {@code $filter}
   * @param value any text; it is encoded here
   */
  public ArmRequest with(String name, String value) {
    if (!PARAMETER.matcher(name).matches()) {
      throw new IllegalArgumentException("not a query parameter: " + name);
    }
    // A form's plus sign is a space only to those who know it.
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    return new ArmRequest(
        method,
        path,
        apiVersion,
        (query.isEmpty() ? "" : query + "&") + name + "=" + encoded,
        body,
        ifMatch);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
