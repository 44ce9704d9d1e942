package io.snapwarden.azure;

import io.snapwarden.azure.ArmException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows the {@code nextLink} of a page. It is a whole URL out of an answer's body, and a token
 * goes with the request: so of the link only the query counts, and only if all before it leads to
 * where the page came from.
 */
final class NextLink {

  /** Longer ones Azure's own servers would not take. */
  private static final int LONGEST = 16_384;

  private static final String API_VERSION = "api-version";

  private NextLink() {}

  /**
   * The request for the next page.
   *
   * @param from the request that brought the link
   * @throws ArmException if the link leads anywhere else
   */
  static ArmRequest follow(ArmEndpoint endpoint, ArmRequest from, String link) {
    return follow(from, link, head -> leadsBack(endpoint, from, head));
  }

  /**
   * The request for the next page, to wherever this one went; the link's host does not count.
   *
   * @throws ArmException if the link is of another path
   */
  static ArmRequest within(ArmRequest from, String link) {
    return follow(from, link, head -> samePath(from, head));
  }

  private static ArmRequest follow(ArmRequest from, String link, Predicate<String> leadsThere) {
    int mark = link.indexOf('?');
    if (mark < 0 || link.length() > LONGEST || !leadsThere.test(link.substring(0, mark))) {
      throw refused(link.substring(0, mark < 0 ? link.length() : mark));
    }
    try {
      return following(from, escaped(link.substring(mark + 1)));
    } catch (IllegalArgumentException e) {
      throw refused(link.substring(0, mark));
    }
  }

  private static boolean samePath(ArmRequest from, String head) {
    try {
      return from.path().equalsIgnoreCase(new URI(head).getRawPath());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean leadsBack(ArmEndpoint endpoint, ArmRequest from, String head) {
    try {
      URI there = new URI(head);
      URI here = new URI(endpoint.base());
      @Nullable String host = there.getHost();
      @Nullable String path = there.getRawPath();
      return (endpoint.plainText() ? "http" : "https").equalsIgnoreCase(there.getScheme())
          && host != null
          && host.equalsIgnoreCase(here.getHost())
          && there.getRawUserInfo() == null
          && port(there, endpoint) == port(here, endpoint)
          && path != null
          && path.equalsIgnoreCase(from.path());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static int port(URI uri, ArmEndpoint endpoint) {
    return uri.getPort() >= 0 ? uri.getPort() : endpoint.plainText() ? 80 : 443;
  }

  private static ArmRequest following(ArmRequest from, String query) {
    String apiVersion = from.apiVersion();
    List<String> rest = new ArrayList<>();
    for (String parameter : query.split("&", -1)) {
      String name = parameter.substring(0, Math.max(0, parameter.indexOf('=')));
      if (name.equalsIgnoreCase(API_VERSION)) {
        apiVersion = parameter.substring(name.length() + 1);
      } else {
        rest.add(parameter);
      }
    }
    return new ArmRequest(
        from.method(), from.path(), apiVersion, String.join("&", rest), null, null);
  }

  /**
   * Some services put a filter into the link as it is, with spaces; what is encoded already stays
   * as it is, for the token in the link is theirs. A fragment, or a control character, is refused
   * with what is no query.
   */
  private static String escaped(String query) {
    StringBuilder text = new StringBuilder(query.length());
    for (byte each : query.getBytes(StandardCharsets.UTF_8)) {
      int octet = each & 0xFF;
      if (octet == ' ' || octet > 0x7E || "\"<>[]{}|\\^`".indexOf(octet) >= 0) {
        text.append("%%%02X".formatted(octet));
      } else {
        text.append((char) octet);
      }
    }
    return text.toString();
  }

  private static ArmException refused(String head) {
    return new ArmException(
        Kind.FINAL,
        "the link to the next page leads elsewhere, and is not followed: "
            + PlainText.of(head, 200),
        null,
        null);
  }
}
