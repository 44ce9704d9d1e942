package io.snapwarden.bench;

import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import io.snapwarden.sandbox.ActivityText;
import io.snapwarden.sandbox.Principal;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * What {@code backtest} takes for a big history: makes one, the same every time, plain and
 * compressed, and runs the command on it in processes of their own with 512 MB of heap.
 *
 * <p>Arguments: how many records, and how often to run each; 1000000 and 3 unless given.
 */
public final class BacktestFigures {

  private static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";
  private static final Instant START = Instant.parse("2026-09-01T00:00:00Z");
  private static final Path DIRECTORY = Path.of("target", "backtest-figures");

  private BacktestFigures() {}

  private record Run(double seconds, int megabytes) {}

  /** Prints the figures. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Files.createDirectories(DIRECTORY);
    Path plain = DIRECTORY.resolve("history-" + records + ".jsonl");
    Path packed = DIRECTORY.resolve("history-" + records + ".jsonl.gz");
    if (!Files.exists(packed)) {
      make(records, plain, packed);
    }
    System.out.printf(
        "%,d records, %,d bytes each on average; %d processors, -Xmx512m, %d runs of each%n",
        records, Files.size(plain) / records, Runtime.getRuntime().availableProcessors(), times);
    for (Path file : List.of(plain, packed)) {
      Run[] runs = new Run[times];
      for (int i = 0; i < times; i++) {
        runs[i] = run(file);
      }
      print(file == plain ? "plain" : "gzip", records, runs);
    }
  }

  private static void print(String name, int records, Run[] runs) {
    double[] seconds = Arrays.stream(runs).mapToDouble(Run::seconds).sorted().toArray();
    double median = seconds[seconds.length / 2];
    System.out.printf(
        "%-5s  %,9.0f records/s   wall min %.1f s, median %.1f s, max %.1f s   peak heap %d MB%n",
        name,
        records / median,
        seconds[0],
        median,
        seconds[seconds.length - 1],
        Arrays.stream(runs).mapToInt(Run::megabytes).max().orElse(0));
  }

  private static Run run(Path file) throws IOException, InterruptedException {
    Path log = DIRECTORY.resolve("gc.log");
    Path output = DIRECTORY.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xlog:gc:file=" + log,
                "-classpath",
                System.getProperty("java.class.path"),
                "io.snapwarden.cli.Snapwarden",
                "backtest",
                "--policy",
                "src/test/resources/cli/policy.json",
                "--suggest",
                "--html",
                DIRECTORY.resolve("page.html").toString(),
                file.toString())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long begun = System.nanoTime();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("backtest failed");
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new Run(seconds, GcLog.peak(log));
  }

  /** Three records of each write, as Azure writes them; one caller in ten is not allowed. */
  private static void make(int records, Path plain, Path packed) throws IOException {
    Random random = new Random(1);
    try (BufferedWriter one = lines(Files.newOutputStream(plain));
        BufferedWriter other =
            lines(new GZIPOutputStream(Files.newOutputStream(packed), 1 << 16))) {
      int written = 0;
      for (int write = 0; written < records; write++) {
        Instant at = START.plusSeconds(random.nextInt(90 * 86_400));
        ActivityText text = write(write, at, random);
        for (String status : List.of("Started", "Accepted", "Succeeded")) {
          if (written++ < records) {
            String line = fixed(text.record(status, at, Duration.ofSeconds(90)), random);
            one.write(line);
            other.write(line);
          }
        }
      }
    }
  }

  private static BufferedWriter lines(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
  }

  private static ActivityText write(int number, Instant at, Random random) {
    boolean known = random.nextInt(10) > 0;
    Principal by =
        known
            ? Principal.application(
                "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222")
            : Principal.user(
                new UUID(7, random.nextInt(200)).toString(), "somebody@contoso.example");
    ResourceId target =
        ResourceId.of(
            "/subscriptions/%s/resourceGroups/aks-prod-%d/providers/Microsoft.ContainerService/snapshots/%s-%d"
                .formatted(
                    SUBSCRIPTION, random.nextInt(40), known ? "nightly" : "other", number % 5_000));
    return new ActivityText(
        "Microsoft.ContainerService/snapshots/write",
        target.text(),
        "PUT",
        by,
        at,
        id(random),
        id(random));
  }

  /** With ids that are the same every time, and the rest of what Azure writes, for its length. */
  private static String fixed(JsonObject record, Random random) {
    record.addProperty("eventDataId", id(random));
    JsonObject properties = record.getAsJsonObject("properties");
    properties.addProperty("statusCode", "Created");
    properties.addProperty("serviceRequestId", id(random));
    properties.addProperty("eventCategory", "Administrative");
    properties.addProperty("entity", record.get("resourceId").getAsString());
    properties.addProperty("message", record.get("operationName").toString());
    properties.addProperty("hierarchy", "11111111-1111-1111-1111-111111111111/mg-platform/mg-aks");
    return record + "\n";
  }

  private static String id(Random random) {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
