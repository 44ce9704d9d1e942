package io.snapwarden.policy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Policies in memory, with a clock that goes on a second with each change. */
public final class MemoryPolicyStore implements PolicyStore {

  private final Map<Version, String> versions = new TreeMap<>(Comparator.comparing(Version::name));
  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private @Nullable Stored current;
  private @Nullable String lastGood;

  @Override
  public synchronized Optional<Stored> current() {
    return Optional.ofNullable(current);
  }

  @Override
  public synchronized boolean replace(@Nullable Stored seen, String text) {
    if (seen != null) {
      versions.putIfAbsent(seen.version(), seen.text());
    }
    String tag = current == null ? "" : current.tag();
    if (!tag.equals(seen == null ? "" : seen.tag())) {
      return current != null && current.text().equals(text);
    }
    now = now.plusSeconds(1);
    current = new Stored(text, now.toString(), now);
    return true;
  }

  @Override
  public synchronized Optional<String> lastGood() {
    return Optional.ofNullable(lastGood);
  }

  @Override
  public synchronized void keepLastGood(String text) {
    lastGood = text;
  }

  @Override
  public synchronized List<Version> versions() {
    return versions.keySet().stream()
        .sorted(Comparator.comparing(Version::name).reversed())
        .toList();
  }

  @Override
  public synchronized Optional<String> version(Version version) {
    return Optional.ofNullable(versions.get(version));
  }
}
