package io.snapwarden.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long {@code snapwarden decide} takes on one event, each time in a fresh JVM: the smallest,
 * the median and the largest of several runs, in milliseconds of the clock and of the processor.
 * The ways to start take turns, so that whatever else the machine does weighs on all of them.
 */
public final class StartUp {

  private static final String FIXTURES = "src/test/resources/sandbox/";
  private static final String JAR = "target/snapwarden.jar";

  private StartUp() {}

  /** Takes the number of runs. */
  public static void main(String... args) throws IOException, InterruptedException {
    if (!Files.exists(Path.of(JAR))) {
      System.err.println("there is no " + JAR + ": mvn -DskipTests package builds it");
      System.exit(2);
    }
    int runs = args.length == 0 ? 15 : Integer.parseInt(args[0]);
    String archive = archive();
    Map<String, List<String>> ways = new LinkedHashMap<>();
    ways.put("a JVM that does nothing", List.of("-Xshare:auto", "-version"));
    ways.put("java -jar", decide());
    ways.put("with -XX:TieredStopAtLevel=1", decide("-XX:TieredStopAtLevel=1"));
    ways.put(
        "with an archive of its classes, too",
        decide("-XX:TieredStopAtLevel=1", "-XX:SharedArchiveFile=" + archive));
    Map<String, long[][]> figures = new LinkedHashMap<>();
    ways.keySet().forEach(way -> figures.put(way, new long[2][runs]));
    for (int run = -1; run < runs; run++) {
      for (Map.Entry<String, List<String>> way : ways.entrySet()) {
        long[] took = time(way.getValue());
        // The first one fills the system's caches.
        if (run >= 0) {
          figures.get(way.getKey())[0][run] = took[0];
          figures.get(way.getKey())[1][run] = took[1];
        }
      }
    }
    System.out.printf("decide on one event, %d fresh JVMs each, ms: min / median / max%n", runs);
    figures.forEach(
        (way, took) ->
            System.out.printf("%-38s clock %s   cpu %s%n", way, text(took[0]), text(took[1])));
  }

  private static List<String> decide(String... options) {
    List<String> command = new ArrayList<>(Arrays.asList(options));
    command.addAll(List.of("-jar", JAR, "decide", "--policy", FIXTURES + "policy.json"));
    command.add(FIXTURES + "event.json");
    return command;
  }

  /** An archive of the classes that it loads (class data sharing). */
  private static String archive() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("snapwarden-start-up");
    String classes = folder.resolve("classes").toString();
    String archive = folder.resolve("snapwarden.jsa").toString();
    time(decide("-XX:DumpLoadedClassList=" + classes));
    time(
        List.of(
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + classes,
            "-XX:SharedArchiveFile=" + archive,
            "-cp",
            JAR));
    return archive;
  }

  /** By the clock and by the processor, in milliseconds. */
  private static long[] time(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(arguments);
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    long processor = ofChildren();
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " ended with " + process.exitValue());
    }
    return new long[] {(System.nanoTime() - start) / 1_000_000, ofChildren() - processor};
  }

  /**
   * The processor's time of all children that have ended: the fields cutime and cstime of Linux, in
   * hundredths of a second (proc_pid_stat(5)). 0 elsewhere.
   */
  private static long ofChildren() throws IOException {
    Path stat = Path.of("/proc/self/stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
    return 10 * (Long.parseLong(fields[13]) + Long.parseLong(fields[14]));
  }

  private static String text(long[] took) {
    long[] sorted = took.clone();
    Arrays.sort(sorted);
    return "%5d /%5d /%5d"
        .formatted(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
  }
}
