package io.snapwarden.infra;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.sandbox.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A clone of the scripts and templates, and an Azure CLI that plays a small Azure ({@code
 * src/test/node/az.mjs}). Maven only makes an empty package; {@code check} and {@code role} are the
 * real command line's, what works on the app's storage is played.
 */
final class AzWorld {

  static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";
  static final String ANOTHER = "66666666-6666-6666-6666-666666666666";
  static final String KEY = "the-key-of-event-grid";

  private static final String REGISTERED =
      Stream.of("Insights", "KeyVault", "ManagedIdentity", "OperationalInsights", "Storage", "Web")
          .map("\"Microsoft.%s\":\"Registered\""::formatted)
          .collect(Collectors.joining(","));

  private static final Node NODE =
      new Node(Path.of("target", "az").toAbsolutePath(), List.of("jmespath@0.16.0"));

  private static final String MVN =
      """
      #!/bin/sh
      app=target/azure-functions/snapwarden
      mkdir -p $app/OnSnapshotWrite
      echo '{}' >$app/host.json
      echo '{}' >$app/OnSnapshotWrite/function.json
      echo '{"Values":{"secret":"x"}}' >$app/local.settings.json
      echo jar >target/snapwarden.jar
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      [ "$1 $2" = "-jar target/snapwarden.jar" ] || exit 9
      shift 2
      case $1 in
        check | role) # the same question has the same answer, and a JVM takes its time
          asked=$AZ_ANSWERS/$({ echo "$@"; cat *.json; } | cksum | tr ' ' -)
          if [ ! -e "$asked.code" ]; then
            code=0
            "$REAL_JAVA" -cp "$REAL_CLASSES" io.snapwarden.cli.Snapwarden "$@" >"$asked" 2>"$asked.errors" || code=$?
            echo $code >"$asked.code"
          fi
          cat "$asked"; cat "$asked.errors" >&2; exit "$(cat "$asked.code")" ;;
      esac
      [ "$AzureWebJobsStorage__accountName" = snapwardenstorage ] || { echo "whose storage?" >&2; exit 1; }
      case "$1 $2" in
        'policy put')
          tries=$(cat "$AZ_WORLD.tries" 2>/dev/null || echo 0)
          echo $((tries + 1)) >"$AZ_WORLD.tries"
          [ "$tries" -ge 2 ] || { echo "403: not yet" >&2; exit 1; }
          cp "$3" "$AZ_WORLD.policy"; echo "in force" ;;
        'incidents list')
          node -e 'const w = JSON.parse(require("fs").readFileSync(process.env.AZ_WORLD));
            for (const i of w.incidents ?? []) if (i.target === process.argv[1]) console.log(JSON.stringify(i));' "$4" ;;
        *) exit 9 ;;
      esac
      """;

  /** How a script ended, and what it said. */
  record Run(int code, String text) {}

  private final Path root;
  private final Path answers;
  private final Path file;
  private int failing;
  private String refused = "";

  /**
   * A world of its own.
   *
   * @param answers where the real command line's answers are kept for the next who asks
   */
  AzWorld(Path root, Path answers) throws IOException {
    this.root = root;
    this.answers = answers;
    this.file = root.resolve("../world.json");
    Path infra = Files.createDirectories(root.resolve("infra"));
    try (Stream<Path> files = Files.list(Path.of("infra"))) {
      for (Path each : files.toList()) {
        Files.copy(each, infra.resolve(each.getFileName()));
      }
    }
    Files.copy(Path.of("src/test/resources/sandbox/policy.json"), root.resolve("the policy.json"));
    tool(
        "az",
        "#!/bin/sh\nexec node '%s' '%s' \"$@\"\n"
            .formatted(Path.of("src/test/node/az.mjs").toAbsolutePath(), NODE.installed()));
    tool("mvn", MVN);
    tool("java", JAVA);
    save(
        JsonParser.parseString(
                """
        {"current":"%1$s","tenant":"11111111-1111-1111-1111-111111111111",
         "user":{"type":"user","name":"olga@contoso.example"},
         "operator":"99999999-9999-9999-9999-999999999999",
         "principal":"77777777-7777-7777-7777-777777777777","key":"%3$s","incidents":[],
         "subscriptions":{
           "%1$s":{"id":"%1$s","name":"Production","providers":{%4$s},"groups":{},"topics":[],"roles":{},"assignments":{}},
           "%2$s":{"id":"%2$s","name":"Other","providers":{},"groups":{},"topics":[],"roles":{},"assignments":{}}}}
        """
                    .formatted(SUBSCRIPTION, ANOTHER, KEY, REGISTERED))
            .getAsJsonObject());
  }

  private void tool(String name, String text) throws IOException {
    Path tool = Files.createDirectories(root.resolve("bin")).resolve(name);
    Files.writeString(tool, text);
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  void without(String tool) throws IOException {
    Files.delete(root.resolve("bin").resolve(tool));
  }

  /** From now on, the n-th call of a run that changes something fails; 0 for none. */
  void fail(int call) {
    failing = call;
  }

  /** From now on, each call of this command fails. */
  void refuse(String command) {
    refused = command;
  }

  JsonObject state() throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  JsonObject subscription(String id) throws IOException {
    return state().getAsJsonObject("subscriptions").getAsJsonObject(id);
  }

  void save(JsonObject state) throws IOException {
    Files.writeString(file, state.toString());
  }

  /** The commands of the Azure CLI that were called, without their options. */
  List<String> calls() throws IOException {
    Path calls = root.resolve("../world.json.calls");
    List<String> found = new ArrayList<>();
    for (String line : Files.exists(calls) ? Files.readAllLines(calls) : List.<String>of()) {
      StringBuilder command = new StringBuilder();
      JsonArray arguments = JsonParser.parseString(line).getAsJsonArray();
      for (JsonElement each : arguments) {
        if (each.getAsString().startsWith("--")) {
          break;
        }
        command.append(command.isEmpty() ? "" : " ").append(each.getAsString());
      }
      found.add(command.toString());
    }
    return found;
  }

  String everythingSaidToAzure() throws IOException {
    return Files.readString(root.resolve("../world.json.calls"));
  }

  Path root() {
    return root;
  }

  Run deploy(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--subscription",
                SUBSCRIPTION,
                "--resource-group",
                "guard",
                "--location",
                "westeurope",
                "--policy",
                "the policy.json"));
    arguments.addAll(List.of(more));
    return script("deploy.sh", arguments);
  }

  Run remove(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("--subscription", SUBSCRIPTION, "--resource-group", "guard", "--yes"));
    arguments.addAll(List.of(more));
    return script("remove.sh", arguments);
  }

  Run script(String name, List<String> arguments) throws IOException {
    JsonObject state = state();
    state.addProperty("changes", 0);
    save(state);
    List<String> command = new ArrayList<>(List.of("sh", "infra/" + name));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("PATH", root.resolve("bin") + ":/usr/bin:/bin:" + System.getenv("PATH"));
    environment.put("AZ_WORLD", file.toAbsolutePath().normalize().toString());
    environment.put("AZ_ANSWERS", answers.toString());
    environment.put("AZ_FAIL", String.valueOf(failing));
    environment.put("AZ_REFUSE", refused);
    environment.put("SNAPWARDEN_DEPLOY_PAUSE", "0");
    environment.put("REAL_JAVA", System.getProperty("java.home") + "/bin/java");
    environment.put(
        "REAL_CLASSES",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes());
    try {
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        throw new AssertionError(name + " does not end: " + text);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Run(process.exitValue(), text);
  }

  /** What there is in Azure, without how it came to it. */
  Map<String, JsonElement> azure() throws IOException {
    JsonObject state = state();
    Map<String, JsonElement> azure = new TreeMap<>();
    azure.put("subscriptions", state.get("subscriptions"));
    azure.put("app", state.get("app"));
    return azure;
  }
}
