package io.snapwarden.ticket.desk;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one desk, all of which begin alike. Whatever is wrong is added to the problems,
 * with its cure and without any value that may be a secret.
 */
final class Section {

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private final String prefix;
  private final Map<String, String> values;
  private final List<String> problems;
  private final Duration patience;

  /**
   * Those that begin so.
   *
   * @param patience how long to wait for each answer of the desk
   */
  Section(String prefix, Map<String, String> values, List<String> problems, Duration patience) {
    this.patience = patience;
    this.prefix = prefix;
    this.values = values;
    this.problems = problems;
  }

  /** Speaks with this desk; see {@link Http}. */
  Http http(
      String desk,
      URI base,
      Supplier<Map<String, String>> headers,
      List<String> secrets,
      String cure) {
    return new Http(desk, base, headers, secrets, cure, patience);
  }

  /** Whether any is set. */
  boolean isSet() {
    for (Map.Entry<String, String> each : values.entrySet()) {
      if (each.getKey().startsWith(prefix) && !each.getValue().isBlank()) {
        return true;
      }
    }
    return false;
  }

  /** Names a problem if there are others than these: they may be slips. */
  void only(String... known) {
    for (String name : values.keySet()) {
      if (name.startsWith(prefix)
          && !Arrays.asList(known).contains(name.substring(prefix.length()))) {
        problems.add(
            "%s is not known: there are %s"
                .formatted(
                    name,
                    Arrays.stream(known)
                        .map(each -> prefix + each)
                        .collect(Collectors.joining(", "))));
      }
    }
  }

  String name(String key) {
    return prefix + key;
  }

  /**
   * One that must be set.
   *
   * @param form what it must look like
   * @param cure what to set it to, for a person
   */
  String require(String key, Pattern form, String cure) {
    Optional<String> value = value(key);
    if (value.isEmpty()) {
      problem(key, "is not set", cure);
    } else if (!form.matcher(value.get()).matches()) {
      problem(key, "does not look right", cure);
    }
    return value.orElse("");
  }

  String optional(String key, String otherwise, Pattern form, String cure) {
    String value = value(key).orElse(otherwise);
    if (!form.matcher(value).matches()) {
      problem(key, "does not look right", cure);
    }
    return value;
  }

  /** A secret: printable, so that it can stand in a header. */
  String secret(String key, String cure) {
    Optional<String> value = value(key);
    if (value.isEmpty()) {
      problem(key, "is not set", cure);
    } else if (!value.get().chars().allMatch(c -> c > ' ' && c < 127)) {
      problem(key, "has characters that no secret has, such as a blank or a line's end", cure);
    }
    return value.orElse("");
  }

  Optional<String> value(String key) {
    return Optional.ofNullable(values.get(prefix + key))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /**
   * Where to send to: https, or http to this machine alone.
   *
   * @param otherwise if it is not set; null if it must be
   */
  URI url(String key, @Nullable String otherwise, String cure) {
    String text = value(key).orElse(otherwise == null ? "" : otherwise);
    if (text.isEmpty()) {
      problem(key, "is not set", cure);
      return URI.create("https://unset.invalid");
    }
    try {
      URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      boolean local = "http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(host);
      if (uri.getHost() != null && uri.getUserInfo() == null && (secure || local)) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Not repeated: it may hold a secret.
    }
    problem(key, "is no https address", cure);
    return URI.create("https://unset.invalid");
  }

  /** The same without a query: what it names is the beginning of other addresses. */
  URI base(String key, @Nullable String otherwise, String cure) {
    URI uri = url(key, otherwise, cure);
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      problem(key, "has more than an address and a path", cure);
    }
    return uri;
  }

  void problem(String key, String what, String cure) {
    problems.add("%s %s: set it to %s".formatted(prefix + key, what, cure));
  }
}
