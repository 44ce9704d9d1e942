package io.snapwarden.bench;

import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.Policy;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How long it takes to load a policy of 100,000 rules, each time in a fresh JVM with 256 MB of
 * heap: the smallest, the median and the largest of several runs. Loading begins with the text,
 * which the app gets from its binding; that of a file is read before.
 */
public final class PolicyLoad {

  private static final int RULES = 100_000;
  private static final double TARGET = 2;
  private static final Path DIRECTORY = Path.of("target", "policy-load");

  private PolicyLoad() {}

  /** One run, in seconds and megabytes. */
  private record Run(
      double text, double policy, double index, double cpu, double collecting, double heap) {

    double all() {
      return policy + index;
    }
  }

  /** Takes the number of runs; the path of a policy instead makes one run on it. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0 && Files.exists(Path.of(arguments[0]))) {
      load(Path.of(arguments[0]));
      return;
    }
    int times = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    Files.createDirectories(DIRECTORY);
    Path file = DIRECTORY.resolve("policy.json");
    Files.writeString(file, new Workload(RULES).policy());
    Run[] runs = new Run[times];
    for (int i = 0; i < times; i++) {
      runs[i] = run(file);
    }
    System.out.printf(
        "%,d rules, %,d bytes; %d fresh JVMs with -Xmx256m: min / median / max%n",
        RULES, Files.size(file), times);
    print("the file's text, seconds", runs, Run::text);
    print("from the text, seconds", runs, Run::all);
    print("  PolicyReader.read", runs, Run::policy);
    print("  Allowlist.compile", runs, Run::index);
    print("the thread's processor", runs, Run::cpu);
    print("collecting garbage", runs, Run::collecting);
    print("peak heap, MB", runs, Run::heap);
    double median = sorted(runs, Run::all)[times / 2];
    System.out.printf(
        "target: at most %.1f s from the text to the allowlist, %s%n",
        TARGET, median <= TARGET ? "met" : "missed");
  }

  private static Run run(Path file) throws IOException, InterruptedException {
    Path log = DIRECTORY.resolve("gc.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xlog:gc:file=" + log,
                "-classpath",
                System.getProperty("java.class.path"),
                PolicyLoad.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the policy did not load");
    }
    double[] figures = Arrays.stream(output.split(" ")).mapToDouble(Double::parseDouble).toArray();
    double peak = Math.max(figures[5], GcLog.peak(log));
    return new Run(figures[0], figures[1], figures[2], figures[3], figures[4], peak);
  }

  /** Prints the figures of a run, with the heap as it is in the end. */
  private static void load(Path file) throws IOException {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long cpu = thread.getCurrentThreadCpuTime();
    long begun = System.nanoTime();
    String text = Files.readString(file);
    long hasText = System.nanoTime();
    Policy policy =
        new PolicyReader(new RemediationSpecs())
            .read(text, Instant.EPOCH)
            .fold(
                good -> good.policy(),
                bad -> {
                  throw new IllegalStateException(bad.problems().toString());
                });
    long hasPolicy = System.nanoTime();
    Allowlist allowlist = Allowlist.compile(policy, null);
    long hasIndex = System.nanoTime();
    cpu = thread.getCurrentThreadCpuTime() - cpu;
    if (allowlist.policy().allow().size() != RULES) {
      throw new IllegalStateException("not all rules were read");
    }
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "%f %f %f %f %f %d%n",
        (hasText - begun) / 1e9,
        (hasPolicy - hasText) / 1e9,
        (hasIndex - hasPolicy) / 1e9,
        cpu / 1e9,
        ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum()
            / 1e3,
        (runtime.totalMemory() - runtime.freeMemory()) >> 20);
  }

  private static void print(String name, Run[] runs, ToDoubleFunction<Run> figure) {
    double[] sorted = sorted(runs, figure);
    System.out.printf(
        "%-26s %7.2f / %7.2f / %7.2f%n",
        name, sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
  }

  private static double[] sorted(Run[] runs, ToDoubleFunction<Run> figure) {
    return Arrays.stream(runs).mapToDouble(figure).sorted().toArray();
  }
}
