package io.snapwarden.bench.cold;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which classes are loaded beyond those of the empty function, by what brings them. */
final class LoadedClasses {

  /** The first prefix that fits says whose a class is. */
  private static final Map<String, List<String>> OWNERS = new LinkedHashMap<>();

  static {
    OWNERS.put("Snapwarden", List.of("io.snapwarden."));
    OWNERS.put("Gson", List.of("com.google.gson."));
    OWNERS.put("Azure tables", List.of("com.azure.data.tables."));
    OWNERS.put("Azure queues and blobs", List.of("com.azure.storage."));
    OWNERS.put("Azure core", List.of("com.azure.core.", "com.azure.json.", "com.azure.xml."));
    OWNERS.put("Azure identity, MSAL", List.of("com.azure.identity.", "com.microsoft.aad."));
    OWNERS.put("Jackson", List.of("com.fasterxml."));
    OWNERS.put("Reactor", List.of("reactor.", "org.reactivestreams."));
    OWNERS.put("SLF4J", List.of("org.slf4j."));
    OWNERS.put("JDK: HTTP client", List.of("jdk.internal.net.http.", "java.net.http."));
    OWNERS.put(
        "JDK: TLS and cryptography",
        List.of(
            "sun.security.",
            "javax.net.ssl.",
            "javax.crypto.",
            "com.sun.crypto.",
            "java.security."));
    OWNERS.put("JDK: lambdas", List.of("java.lang.invoke.", "sun.invoke."));
    OWNERS.put("JDK: streams", List.of("java.util.stream.", "java.util.function."));
    OWNERS.put("JDK: concurrency", List.of("java.util.concurrent."));
    OWNERS.put("JDK: dates and locales", List.of("java.time.", "sun.util.", "java.text."));
    OWNERS.put("the rest", List.of(""));
  }

  private final Map<String, Integer> usual = new HashMap<>();

  LoadedClasses(List<String> empty) {
    empty.forEach(name -> usual.merge(plain(name), 1, Integer::sum));
  }

  /** A column for each list: what a violation loads, and so on. */
  void print(List<List<String>> columns) {
    System.out.printf(
        "%n%-28s %12s %12s %12s%n",
        "classes beyond the empty's", "violation", "stored", "first ARM");
    List<Map<String, Integer>> counts = columns.stream().map(this::beyond).toList();
    for (String owner : OWNERS.keySet()) {
      System.out.printf("%-28s", owner);
      counts.forEach(count -> System.out.printf(" %12d", count.getOrDefault(owner, 0)));
      System.out.println();
    }
  }

  private Map<String, Integer> beyond(List<String> names) {
    Map<String, Integer> left = new HashMap<>(usual);
    Map<String, Integer> counts = new HashMap<>();
    for (String name : names) {
      if (left.merge(plain(name), -1, Integer::sum) < 0) {
        counts.merge(owner(name), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Hidden classes have a number and an address, which differ from run to run. */
  private static String plain(String name) {
    return name.replaceFirst("\\d*/0x[0-9a-f]+$", "");
  }

  private static String owner(String name) {
    return OWNERS.entrySet().stream()
        .filter(owner -> owner.getValue().stream().anyMatch(name::startsWith))
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
