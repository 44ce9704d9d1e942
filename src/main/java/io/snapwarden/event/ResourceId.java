package io.snapwarden.event;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The id of something in Azure Resource Manager: compared whole and without case, never by prefix.
 *
 * <p>An id that a strict reader and Azure could understand differently is no id: {@code ..}, empty
 * segments, percent escapes, control and non-ASCII characters are refused.
 */
public final class ResourceId {

  /** Longer than any id that Azure accepts; an event is hostile text until this is checked. */
  static final int MAX_LENGTH = 2048;

  private final String text;
  private final String key;
  private final List<String> segments;

  private ResourceId(String text, String key, List<String> segments) {
    this.text = text;
    this.key = key;
    this.segments = segments;
  }

  /** Reads an id of at least a subscription; anything that is not exactly an id is empty. */
  public static Optional<ResourceId> parse(@Nullable String text) {
    if (text == null || text.length() > MAX_LENGTH || text.length() < 2 || text.charAt(0) != '/') {
      return Optional.empty();
    }
    int count = 0;
    int start = 1;
    for (int i = 1; i <= text.length(); i++) {
      char c = i == text.length() ? '/' : text.charAt(i);
      if (c == '/') {
        if (misleading(text, start, i)) {
          return Optional.empty();
        }
        count++;
        start = i + 1;
      } else if (!allowed(c)) {
        return Optional.empty();
      }
    }
    String key = text.toLowerCase(Locale.ROOT);
    if (count % 2 != 0 || !key.startsWith("/subscriptions/")) {
      return Optional.empty();
    }
    List<String> segments = segments(key, count);
    return Guid.parse(segments.get(1)).isEmpty()
        ? Optional.empty()
        : Optional.of(new ResourceId(text, key, segments));
  }

  /** Whether a segment is empty, {@code .} or {@code ..}. */
  private static boolean misleading(String text, int start, int end) {
    return switch (end - start) {
      case 0 -> true;
      case 1 -> text.charAt(start) == '.';
      case 2 -> text.charAt(start) == '.' && text.charAt(start + 1) == '.';
      default -> false;
    };
  }

  private static List<String> segments(String key, int count) {
    String[] segments = new String[count];
    int start = 1;
    for (int i = 0; i < count; i++) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      segments[i] = key.substring(start, end);
      start = end + 1;
    }
    return List.of(segments);
  }

  /** The same, for text that is known to be an id. */
  public static ResourceId of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a resource id: " + text));
  }

  private static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_.()".indexOf(c) >= 0;
  }

  /** The id as Azure wrote it, for people and for requests. */
  public String text() {
    return text;
  }

  /** The id in lower case, for comparing, hashing and storing. */
  public String key() {
    return key;
  }

  /** The parts between the slashes, in lower case. */
  public List<String> segments() {
    return segments;
  }

  public Guid subscription() {
    return Guid.of(segments.get(1));
  }

  /** The resource group's name in lower case, if the id lies in one. */
  public Optional<String> resourceGroup() {
    return segments.size() >= 4 && segments.get(2).equals("resourcegroups")
        ? Optional.of(segments.get(3))
        : Optional.empty();
  }

  /** The last segment, as Azure wrote it. */
  public String name() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  /** The id of a resource under this one; {@code path} has no leading slash. */
  public ResourceId child(String path) {
    return of(text + "/" + path);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceId that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
