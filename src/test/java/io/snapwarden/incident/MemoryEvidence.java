package io.snapwarden.incident;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snapwarden.event.Hash;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Evidence in memory: the first text under a name stays. */
public final class MemoryEvidence implements Evidence {

  private final Map<String, byte[]> texts = new ConcurrentHashMap<>();

  @Override
  public String keep(IncidentId id, String name, String text) {
    String reference = Evidence.reference(id, name);
    texts.putIfAbsent(reference, text.getBytes(UTF_8));
    return reference;
  }

  @Override
  public Optional<String> read(String reference) {
    return Optional.ofNullable(texts.get(reference)).map(bytes -> new String(bytes, UTF_8));
  }

  public void lose(String reference) {
    texts.remove(reference);
  }

  /** Somebody who may write the storage puts another text in its place. */
  public void exchange(String reference, String text) {
    texts.put(reference, text.getBytes(UTF_8));
  }

  /** What the trigger's output binding would have kept. */
  public void keepUnreadable(String text) {
    texts.put("unreadable/" + texts.size(), text.getBytes(UTF_8));
  }

  @Override
  public Optional<String> unreadable(String sha256) {
    return texts.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("unreadable/"))
        .map(entry -> new String(entry.getValue(), UTF_8))
        .filter(text -> Hash.hex(text).equals(sha256))
        .findFirst();
  }
}
