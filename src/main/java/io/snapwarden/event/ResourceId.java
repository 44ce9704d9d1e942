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

  private static final boolean[] ALLOWED = new boolean[128];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      ALLOWED[c] = true;
      ALLOWED[Character.toUpperCase(c)] = true;
    }
    for (char c = '0'; c <= '9'; c++) {
      ALLOWED[c] = true;
    }
    for (char c : "/-_.()".toCharArray()) {
      ALLOWED[c] = true;
    }
  }

  private final String text;
  private final String key;
  private final List<String> segments;
  private final Guid subscription;

  private ResourceId(String text, String key, List<String> segments, Guid subscription) {
    this.text = text;
    this.key = key;
    this.segments = segments;
    this.subscription = subscription;
  }

  /** Reads an id of at least a subscription; anything that is not exactly an id is empty. */
  public static Optional<ResourceId> parse(@Nullable String text) {
    if (text == null || text.length() > MAX_LENGTH || text.length() < 2 || text.charAt(0) != '/') {
      return Optional.empty();
    }
    int slashes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ALLOWED.length || !ALLOWED[c]) {
        return Optional.empty();
      }
      slashes += c == '/' ? 1 : 0;
    }
    String key = text.toLowerCase(Locale.ROOT);
    String[] segments = segments(key, slashes);
    if (segments == null || segments.length % 2 != 0 || !segments[0].equals("subscriptions")) {
      return Optional.empty();
    }
    Optional<Guid> subscription = Guid.parse(segments[1]);
    return subscription.isPresent()
        ? Optional.of(new ResourceId(text, key, List.of(segments), subscription.get()))
        : Optional.empty();
  }

  /** The parts between the slashes; null if one is empty or a step within a path. */
  private static String @Nullable [] segments(String key, int count) {
    String[] segments = new String[count];
    int start = 1;
    for (int i = 0; i < count; i++) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      String segment = key.substring(start, end);
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return null;
      }
      segments[i] = segment;
      start = end + 1;
    }
    return segments;
  }

  /** The same, for text that is known to be an id. */
  public static ResourceId of(String text) {
    Optional<ResourceId> id = parse(text);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("not a resource id: " + text);
    }
    return id.get();
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
    return subscription;
  }

  /** The resource group's name in lower case, if the id lies in one. */
  public Optional<String> resourceGroup() {
    return segments.size() >= 4 && segments.get(2).equals("resourcegroups")
        ? Optional.of(segments.get(3))
        : Optional.empty();
  }

  /**
   * Whether it is the id of exactly one resource of a type, in a resource group.
   *
   * @param type as in {@code Microsoft.ContainerService/managedClusters/agentPools}
   */
  public boolean isA(String type) {
    String[] parts = type.toLowerCase(Locale.ROOT).split("/", -1);
    if (segments.size() != 4 + 2 * parts.length
        || !segments.get(2).equals("resourcegroups")
        || !segments.get(4).equals("providers")
        || !segments.get(5).equals(parts[0])) {
      return false;
    }
    for (int i = 1; i < parts.length; i++) {
      if (!segments.get(4 + 2 * i).equals(parts[i])) {
        return false;
      }
    }
    return true;
  }

  /** The id that the first segments make, as Azure wrote them. */
  private ResourceId first(int count) {
    int end = 0;
    for (int i = 0; i < count; i++) {
      end = text.indexOf('/', end + 1);
    }
    return end < 0 ? this : of(text.substring(0, end));
  }

  /** The id that this one lies under, two segments shorter; itself if it is a subscription. */
  public ResourceId parent() {
    return segments.size() <= 2 ? this : first(segments.size() - 2);
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
