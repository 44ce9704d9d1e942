package io.snapwarden.azure;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where Azure Resource Manager is. Loads no class of the Azure SDK, so that a setting can be
 * checked before anything is sent.
 *
 * @param base the https URL without a slash at its end; for a plain-text loopback endpoint too
 * @param plainText whether to speak http to it, which only a loopback address may ask for
 * @param scope what a token for it is asked for
 */
public record ArmEndpoint(String base, boolean plainText, String scope) {

  private static final String SETTING = "SNAPWARDEN_ARM_ENDPOINT";
  private static final String PUBLIC = "https://management.azure.com";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException if it is no URL that a token may be sent to; it names the cure
   */
  public static ArmEndpoint of(URI uri) {
    @Nullable String given = uri.getHost();
    if (given == null || uri.getUserInfo() != null || !bare(uri)) {
      throw refused(uri, "not a URL of a host alone");
    }
    String host = given.toLowerCase(Locale.ROOT);
    boolean loopback = LOOPBACK.contains(host);
    boolean plainText = "http".equalsIgnoreCase(uri.getScheme());
    if (plainText && !loopback) {
      throw refused(
          uri, "plain http to another machine, which would show the token to the network");
    }
    if (!plainText && !"https".equalsIgnoreCase(uri.getScheme())) {
      throw refused(uri, "neither https nor http");
    }
    String port = uri.getPort() < 0 ? (plainText ? ":80" : "") : ":" + uri.getPort();
    return new ArmEndpoint("https://" + host + port, plainText, scope(host, loopback));
  }

  /**
   * In every cloud Resource Manager takes its own address as the audience (ArmEnvironment of the
   * .NET SDK names the same). So no other host ever gets a token that Azure would take.
   */
  private static String scope(String host, boolean loopback) {
    return (loopback ? PUBLIC : "https://" + host) + "/.default";
  }

  private static boolean bare(URI uri) {
    String path = uri.getPath();
    return (path == null || path.isEmpty() || path.equals("/"))
        && uri.getQuery() == null
        && uri.getFragment() == null;
  }

  private static IllegalArgumentException refused(URI uri, String why) {
    return new IllegalArgumentException(
        "%s is %s: %s. Set it to %s, to that of a sovereign cloud, or to http on a loopback address"
            .formatted(SETTING, PlainText.of(withoutUser(uri), 200), why, PUBLIC));
  }

  private static String withoutUser(URI uri) {
    String text = uri.toString();
    String user = uri.getRawUserInfo();
    return user == null ? text : text.replace(user + "@", "");
  }
}
