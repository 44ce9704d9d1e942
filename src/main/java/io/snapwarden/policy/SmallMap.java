package io.snapwarden.policy;

import java.util.HashMap;
import java.util.Map;

/** Maps that mostly have one entry: there is one for each segment of a hundred thousand rules. */
final class SmallMap {

  private SmallMap() {}

  /** The map with that entry; use it in place of the map given, which may be it. */
  static <K, V> Map<K, V> with(Map<K, V> map, K key, V value) {
    if (map.isEmpty() || (map.size() == 1 && map.containsKey(key))) {
      return Map.of(key, value);
    }
    Map<K, V> grown = map.size() == 1 ? new HashMap<>(map) : map;
    grown.put(key, value);
    return grown;
  }
}
