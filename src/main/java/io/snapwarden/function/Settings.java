package io.snapwarden.function;

import io.snapwarden.azure.ArmEndpoint;
import io.snapwarden.event.Guid;
import io.snapwarden.policy.Mode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The app's settings, checked.
 *
 * @param cap how far any response may go
 * @param ownPrincipal the object id of the app's own identity; null if it is not set
 * @param armEndpoint where Azure Resource Manager is
 */
record Settings(Mode cap, @Nullable Guid ownPrincipal, URI armEndpoint) {

  static final String MODE = "SNAPWARDEN_MODE";
  static final String PRINCIPAL = "SNAPWARDEN_PRINCIPAL_ID";
  static final String ARM = "SNAPWARDEN_ARM_ENDPOINT";

  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9 _.-]{1,40}");
  private static final String AZURE = "https://management.azure.com";

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException if any is wrong; it names all of them, each with its cure
   */
  static Settings of(Map<String, String> values) {
    List<String> problems = new ArrayList<>();
    Settings settings = read(values, problems);
    if (!problems.isEmpty()) {
      throw wrong(problems);
    }
    return settings;
  }

  /** Reads the settings; what they give is only good for use if no problem was added. */
  static Settings read(Map<String, String> values, List<String> problems) {
    Mode cap = cap(values, problems);
    Guid principal = principal(values, problems);
    URI arm = arm(values, problems);
    return new Settings(cap, principal, arm);
  }

  static IllegalArgumentException wrong(List<String> problems) {
    return new IllegalArgumentException("app settings: " + String.join("; ", problems));
  }

  /**
   * Without knowing our own writes from others', acting on one would bring the next: then nothing
   * is changed in Azure, and every violation gets its ticket.
   */
  Mode effectiveCap() {
    return ownPrincipal == null ? cap.cappedAt(Mode.TICKET) : cap;
  }

  private static Mode cap(Map<String, String> values, List<String> problems) {
    String text = value(values, MODE).orElse(Mode.OBSERVE.text());
    Optional<Mode> mode = Mode.parse(text);
    if (mode.isEmpty()) {
      problems.add(
          "%s is %s: set it to one of %s"
              .formatted(
                  MODE,
                  shown(text),
                  Arrays.stream(Mode.values()).map(Mode::text).collect(Collectors.joining(", "))));
    }
    return mode.orElse(Mode.OBSERVE);
  }

  private static @Nullable Guid principal(Map<String, String> values, List<String> problems) {
    Optional<String> text = value(values, PRINCIPAL);
    Optional<Guid> principal = text.flatMap(Guid::parse);
    if (text.isPresent() && principal.isEmpty()) {
      problems.add(
          "%s is %s: set it to the object id of the app's managed identity, a GUID"
              .formatted(PRINCIPAL, shown(text.get())));
    }
    return principal.orElse(null);
  }

  private static URI arm(Map<String, String> values, List<String> problems) {
    String text = value(values, ARM).orElse(AZURE);
    try {
      if (text.matches(".*[=?@].*")) {
        throw new URISyntaxException("", "no address, and perhaps a secret");
      }
      URI uri = new URI(text);
      ArmEndpoint.of(uri);
      return uri;
    } catch (URISyntaxException e) {
      problems.add("%s is no URL of a host alone: set it to one, as in %s".formatted(ARM, AZURE));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return URI.create(AZURE);
  }

  /** What looks as if somebody had put a secret there is not repeated in a log. */
  private static String shown(String text) {
    return HARMLESS.matcher(text).matches() ? "\"" + text + "\"" : "not one that there is";
  }

  private static Optional<String> value(Map<String, String> values, String name) {
    return Optional.ofNullable(values.get(name)).map(String::trim).filter(text -> !text.isEmpty());
  }
}
