package io.snapwarden.bench.cold;

import com.google.gson.JsonObject;
import io.snapwarden.event.ResourceId;
import io.snapwarden.function.App;
import io.snapwarden.function.OnSnapshotWrite;
import io.snapwarden.sandbox.ArmFaults.Fault;
import io.snapwarden.sandbox.Azurite;
import io.snapwarden.sandbox.Events;
import io.snapwarden.sandbox.HostContext;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.Output;
import io.snapwarden.sandbox.Principal;
import io.snapwarden.sandbox.SimulatedArm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cold starts of the staged app beside an empty function, alternating, each in a fresh JVM with the
 * worker's flags and the worker's Gson: wall and CPU time of the whole process from its start to
 * what is measured, and how many classes it loaded.
 *
 * <p>Needs {@code mvn package} first. The first argument is how many times each is run; any others
 * are further JVM flags, given to all.
 */
public final class ColdStart {

  /** The Functions host's {@code worker.config.json} for Java. */
  private static final List<String> FLAGS =
      List.of(
          "-XX:+TieredCompilation",
          "-XX:TieredStopAtLevel=1",
          "-noverify",
          "-Djava.net.preferIPv4Stack=true");

  private static final Path STAGED = Path.of("target/azure-functions/snapwarden");
  private static final Principal OURSELVES =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");

  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");

  /** What is measured. */
  private enum Case {
    EMPTY("an empty function", "1", false),
    ALLOWED("OnSnapshotWrite, allowed", "1.25", false),
    VIOLATION("OnSnapshotWrite, violation", "1.25", false),
    STORED("AdvanceIncident, incident stored", "2.5", false),
    ONE_ROW("one row by the SDK alone", "-", false),
    ARM("AdvanceIncident, first ARM request", "3", true),
    ONE_REQUEST("one ARM request by the SDK alone", "-", true);

    private final String title;
    private final String target;
    private final boolean toArm;

    Case(String title, String target, boolean toArm) {
      this.title = title;
      this.target = target;
      this.toArm = toArm;
    }
  }

  private record Cost(double wall, double cpu) {}

  private final Path folder;
  private final Path policy = Path.of("src/test/resources/sandbox/policy.json");
  private final List<String> moreFlags;
  private final SimulatedArm arm = SimulatedArm.start();
  private final Semaphore armAsked = new Semaphore(0);
  private final Map<String, String> settings = new HashMap<>();
  private final Map<Case, List<Cost>> costs = new LinkedHashMap<>();
  private final Map<Case, List<String>> classes = new LinkedHashMap<>();

  private ColdStart(Path folder, IdentityEndpoint identity, List<String> moreFlags) {
    this.folder = folder;
    this.moreFlags = moreFlags;
    settings.putAll(identity.environment());
    settings.put("AzureWebJobsStorage", Azurite.shared().connectionString());
    settings.put("SNAPWARDEN_MODE", "remediate");
    settings.put("SNAPWARDEN_POLICY", "snapwarden/policy.json");
    settings.put("SNAPWARDEN_PRINCIPAL_ID", OURSELVES.objectId());
    settings.put("SNAPWARDEN_ARM_ENDPOINT", arm.endpoint().toString());
    arm.faults()
        .every(
            call -> {
              armAsked.release();
              return false;
            },
            Fault.error(500, "Never", "never"));
  }

  public static void main(String[] arguments) throws Exception {
    if (!Files.isDirectory(STAGED.resolve("lib"))) {
      throw new IllegalStateException(STAGED + " is missing: run mvn package first");
    }
    int rounds = Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("cold");
    try (IdentityEndpoint identity = IdentityEndpoint.start(OURSELVES)) {
      ColdStart run =
          new ColdStart(folder, identity, List.of(arguments).subList(1, arguments.length));
      run.measure(rounds);
      run.print();
    }
    System.exit(0);
  }

  private void measure(int rounds) throws Exception {
    for (Case each : Case.values()) {
      classes.put(each, loaded(each)); // the first run of each also makes the tables
      costs.put(each, new ArrayList<>());
    }
    for (int round = 0; round < rounds; round++) {
      for (Case each : Case.values()) {
        costs.get(each).add(once(each, List.of()));
      }
    }
  }

  /** The names of all classes, hidden ones included. */
  private List<String> loaded(Case what) throws Exception {
    Path log = folder.resolve(what + ".txt");
    once(what, List.of("-Xlog:class+load=info:file=" + log));
    try (Stream<String> lines = Files.lines(log)) {
      return lines.map(LOADED::matcher).filter(Matcher::find).map(line -> line.group(1)).toList();
    }
  }

  /** The time of the process, by bash: it knows that of its children to the millisecond. */
  private Cost once(Case what, List<String> flags) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                "TIMEFORMAT='%3R %3U %3S'; time \"$@\" 2>/dev/null",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(FLAGS);
    command.addAll(moreFlags);
    command.addAll(flags);
    command.addAll(List.of("-cp", classpath(), ColdCall.class.getName()));
    command.addAll(call(what));
    armAsked.drainPermits();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings);
    Process process = builder.start();
    boolean happened = what.toArm ? armAsked.tryAcquire(1, TimeUnit.MINUTES) : said(process);
    // Ended from outside: its own end waits 0.3 s for the HTTP client's threads.
    process.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
    String times = new String(process.getErrorStream().readAllBytes());
    process.waitFor();
    if (!happened) {
      throw new IllegalStateException(what + " did not come to its end: " + times);
    }
    String last = times.strip().lines().reduce((one, next) -> next).orElseThrow();
    String[] parts = last.split(" ");
    return new Cost(
        Double.parseDouble(parts[0]), Double.parseDouble(parts[1]) + Double.parseDouble(parts[2]));
  }

  private static boolean said(Process process) throws IOException {
    return process.inputReader().readLine() != null;
  }

  private List<String> call(Case what) throws IOException {
    String function = "io.snapwarden.function.";
    return switch (what) {
      case EMPTY -> List.of(EmptyFunction.class.getName(), file(event(false)), "-", "\n");
      case ALLOWED ->
          List.of(function + "OnSnapshotWrite", file(event(true)), policy.toString(), "\n");
      case VIOLATION ->
          List.of(function + "OnSnapshotWrite", file(event(false)), policy.toString(), "\n");
      case ONE_ROW -> List.of(OneRow.class.getName(), file(event(false)), "-", "\n");
      case ONE_REQUEST -> List.of(OneRequest.class.getName(), file(event(false)), "-", "\n");
      case STORED ->
          List.of(function + "AdvanceIncident", file(message()), "-", "snapwarden.incident.opened");
      case ARM -> List.of(function + "AdvanceIncident", file(message()), "-", "\n");
    };
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve(UUID.randomUUID().toString()), text).toString();
  }

  private static String event(boolean allowed) {
    JsonObject claims =
        allowed
            ? Events.application(
                "33333333-3333-3333-3333-333333333333", "22222222-2222-2222-2222-222222222222")
            : Events.user("66666666-6666-6666-6666-666666666666", "mallory@contoso.example");
    return Events.snapshotWrite(
            ResourceId.of(
                "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks-prod-1"
                    + "/providers/Microsoft.ContainerService/snapshots/nightly-"
                    + UUID.randomUUID()),
            claims,
            Instant.now(),
            UUID.randomUUID().toString())
        .toString();
  }

  /** What the trigger hands on about a violation. */
  private String message() throws IOException {
    Output<List<String>> messages = new Output<>();
    App app = new App(settings);
    new OnSnapshotWrite(() -> app)
        .run(
            event(false),
            Files.readString(policy),
            messages,
            new Output<>(),
            new Output<>(),
            new HostContext("OnSnapshotWrite", line -> {}));
    return messages.getValue().get(0);
  }

  /** The worker's Gson first, as there. */
  private static String classpath() throws IOException {
    try (Stream<Path> ours = Files.walk(STAGED);
        Stream<Path> workers = Files.list(Path.of("target/gson-of-worker"))) {
      List<String> jars =
          Stream.concat(workers, ours.filter(path -> path.toString().endsWith(".jar")))
              .map(Path::toString)
              .sorted((one, other) -> Boolean.compare(ofWorker(other), ofWorker(one)))
              .collect(Collectors.toCollection(ArrayList::new));
      jars.add("target/test-classes");
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(path -> path.contains("azure-functions-java-core-library"))
          .forEach(jars::add);
      return String.join(File.pathSeparator, jars);
    }
  }

  private static boolean ofWorker(String path) {
    return path.contains("gson-of-worker");
  }

  private void print() {
    List<Cost> empty = costs.get(Case.EMPTY);
    System.out.printf(
        "%n%-36s %-24s %-24s %-8s %-7s %s%n",
        "median [min..max]", "wall s", "CPU s", "x CPU", "target", "classes");
    costs.forEach(
        (what, all) ->
            System.out.printf(
                "%-36s %-24s %-24s %-8.2f %-7s %d (%.2f x)%n",
                what.title,
                spread(all.stream().map(Cost::wall).toList()),
                spread(all.stream().map(Cost::cpu).toList()),
                ratio(all, empty),
                what.target,
                classes.get(what).size(),
                classes.get(what).size() / (double) classes.get(Case.EMPTY).size()));
    new LoadedClasses(classes.get(Case.EMPTY))
        .print(
            List.of(classes.get(Case.VIOLATION), classes.get(Case.STORED), classes.get(Case.ARM)));
  }

  /** The median of the rounds: what slows a round slows all of it. */
  private static double ratio(List<Cost> costs, List<Cost> beside) {
    return median(
        IntStream.range(0, costs.size())
            .mapToObj(round -> costs.get(round).cpu() / beside.get(round).cpu())
            .toList());
  }

  private static String spread(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return "%.3f [%.3f..%.3f]"
        .formatted(median(values), sorted.get(0), sorted.get(sorted.size() - 1));
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
