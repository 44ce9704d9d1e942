package io.snapwarden.infra;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A clone of the scripts and templates, and a small Azure that {@link Tools} play to them. */
final class AzWorld {

  static final String SUBSCRIPTION = "55555555-5555-5555-5555-555555555555";
  static final String ANOTHER = "66666666-6666-6666-6666-666666666666";
  static final String KEY = "the-key-of-event-grid";

  private static final String REGISTERED =
      Stream.of("Insights", "KeyVault", "ManagedIdentity", "OperationalInsights", "Storage", "Web")
          .map("\"Microsoft.%s\":\"Registered\""::formatted)
          .collect(Collectors.joining(","));

  /** How a script ended, and what it said. */
  record Run(int code, String text) {}

  private final Path root;
  private final Tools tools;
  private final Path file;
  private String refused = "";

  AzWorld(Path root, Tools tools) throws IOException {
    this.root = root;
    this.tools = tools;
    this.file = root.resolve("../world.json");
    Path infra = Files.createDirectories(root.resolve("infra"));
    try (Stream<Path> files = Files.list(Path.of("infra"))) {
      for (Path each : files.toList()) {
        Files.copy(each, infra.resolve(each.getFileName()));
      }
    }
    Files.copy(Path.of("src/test/resources/sandbox/policy.json"), root.resolve("the policy.json"));
    tools.putInto(root.resolve("bin"));
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

  void without(String tool) throws IOException {
    Files.delete(root.resolve("bin").resolve(tool));
  }

  /** From now on there is in this Azure what there is in the other. */
  void become(AzWorld other) throws IOException {
    for (String each : List.of("", ".calls", ".tries", ".policy")) {
      String name = "../world.json" + each;
      Files.copy(other.root.resolve(name), root.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** From now on, each change fails the first time that a script tries it. */
  void refuseEachChangeOnce() {
    refused = "each change once";
  }

  /** The changes that failed because each does once, in the order in which they were tried. */
  List<String> refusedChanges() throws IOException {
    return state().getAsJsonArray("refused").asList().stream()
        .map(JsonElement::getAsString)
        .toList();
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
    Path said = root.resolve("../said");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PATH", root.resolve("bin") + ":/usr/bin:/bin:" + System.getenv("PATH"));
    environment.put("AZ_WORLD", file.toAbsolutePath().normalize().toString());
    environment.put("AZ_REFUSE", refused);
    environment.put("SNAPWARDEN_DEPLOY_PAUSE", "0");
    environment.putAll(tools.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError(name + " does not end: " + Files.readString(said));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return new Run(process.exitValue(), Files.readString(said));
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
