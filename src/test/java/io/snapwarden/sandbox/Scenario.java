package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.ResourceId;
import io.snapwarden.incident.Incident;
import io.snapwarden.incident.IncidentId;
import io.snapwarden.incident.JournalEntry;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Things that happen to snapshots, and what Snapwarden makes of each. */
final class Scenario {

  private static final Pattern OPENED =
      Pattern.compile("incident\\.opened.*\"incident\":\"([0-9a-f-]{41})\"");

  private final Stage stage;
  private final PrintStream out = System.out;
  private final Instant start = Instant.now();
  private final List<String> wrong = new ArrayList<>();
  private int loggedBefore;

  Scenario(Stage stage) {
    this.stage = stage;
  }

  /** Plays it; says whether everything went as told. */
  boolean play() {
    ResourceId nightly = Stage.snapshot("aks-prod-1", "nightly-20261123");
    ResourceId golden = Stage.snapshot("aks-prod-1", "golden-1");
    ResourceId scratch = Stage.snapshot("aks-dev-1", "scratch-1");

    String allowed = stage.writes(Stage.PIPELINE, nightly);
    happens("1. The nightly pipeline writes a snapshot that it may write", allowed);
    expect(logged("\"verdict\":\"allowed\""), "it is allowed");
    expect(stage.arm().requests().isEmpty(), "and Azure is not asked for anything");

    String unauthorised = stage.writes(Stage.MALLORY, golden);
    happens("2. Mallory writes a snapshot in production, and nobody allowed that", unauthorised);
    expect(logged("\"verdict\":\"violation\""), "it is a violation");
    expect(tags(golden).has("snapwarden-incident"), "the snapshot is tagged");
    expect(
        stage.arm().writes().stream()
            .anyMatch(call -> call.method().equals("PUT") && call.path().contains("/locks/")),
        "and locked");
    expect(logged("snapwarden.event.own"), "our own tag is no violation");
    expect(status(golden) == Incident.Status.CONTAINED, "the incident is contained");

    JsonObject before = stage.arm().get(golden.text()).orElseThrow();
    happens("3. Event Grid delivers the same event once more", unauthorised);
    expect(stage.arm().writes().isEmpty(), "nothing is changed again");
    expect(before.equals(stage.arm().get(golden.text()).orElseThrow()), "the snapshot is the same");
    expect(stage.incidents().onTarget(golden).size() == 1, "and there is still one incident");

    String elsewhere = stage.writes(Stage.MALLORY, scratch);
    happens("4. Mallory writes one where the policy wants a ticket only", elsewhere);
    expect(stage.arm().writes().isEmpty(), "nothing is changed");
    expect(status(scratch) == Incident.Status.TICKETED, "a ticket is open");

    JsonObject broken = JsonParser.parseString(elsewhere).getAsJsonObject();
    broken.getAsJsonObject("data").remove("resourceUri");
    happens("5. An event that makes no sense", broken.toString());
    expect(logged("\"verdict\":\"unreadable\""), "it cannot be decided");
    expect(logged("incident.opened"), "and becomes an incident with a ticket: nothing is dropped");

    ResourceId review = Stage.snapshot("aks-review-1", "golden-3");
    String asked = stage.writes(Stage.MALLORY, review);
    happens("6. Mallory writes one where the policy wants a person to approve", asked);
    expect(status(review) == Incident.Status.AWAITING_APPROVAL, "the incident waits");
    expect(stage.arm().writes().isEmpty(), "nothing is changed");

    Incident waiting = stage.incidents().onTarget(review).get(0);
    ordered(
        "7. Olga, an operator, approves the plan",
        waiting.id(),
        () -> stage.operations().approve(waiting.id(), Stage.OLGA, null));
    expect(status(review) == Incident.Status.CONTAINED, "the incident is contained");
    expect(tags(review).has("snapwarden-incident"), "exactly what was shown has been done");

    ordered(
        "8. It was a false alarm: Olga has it taken back",
        waiting.id(),
        () -> stage.operations().undo(waiting.id(), Stage.OLGA));
    expect(status(review) == Incident.Status.UNDONE, "the incident is undone");
    expect(tags(review).size() == 0, "our tags are off again");

    ResourceId unheard = Stage.snapshot("aks-prod-unheard", "golden-4");
    stage.writes(Stage.MALLORY, unheard);
    does("9. An event never arrives, and the timer reads the Activity Log", stage::sweep);
    expect(status(unheard) == Incident.Status.CONTAINED, "the sweep has found the write");

    stage.policy("{ \"version\": 1, \"tenant\": \"nobody\" }");
    String late = stage.writes(Stage.MALLORY, Stage.snapshot("aks-dev-1", "scratch-2"));
    happens("10. A bad policy is uploaded, and the next event arrives", late);
    expect(logged("no rule names the caller"), "the last good policy goes on deciding");
    expect(logged("what came as policy"), "and a ticket tells what is wrong with the new one");
    stage.policy(Stage.resource("/sandbox/policy.json"));

    ResourceId fleet = Stage.snapshot(Fleet.NAME, "golden-5");
    String wide = stage.writes(Stage.MALLORY, fleet);
    String foreseen =
        shows(
            "11. Before an event of the fleet counts: what would its remediations change?",
            () ->
                stage.command(
                    wide, "plan", "--policy", "src/test/resources/sandbox/policy.json", "-"));
    expect(
        foreseen.contains("5  restrict-nsg-inbound: 1 change, once a person approves"),
        "each step is shown");
    expect(
        foreseen.contains("~ properties.pricingTier: \"Free\" -> \"Standard\""),
        "from what to what");
    expect(stage.arm().writes().isEmpty(), "and nothing is changed");

    happens("12. The event arrives", wide);
    expect(tags(fleet).has("snapwarden-incident"), "the snapshot is tagged");
    expect(stage.arm().get(Fleet.LOGGING).isPresent(), "the cluster's audit log is collected");
    expect(
        String.valueOf(stage.arm().get(Fleet.DEFENDER)).contains("Standard"),
        "Defender watches the containers");
    expect(stage.arm().get(Fleet.DENIAL).isEmpty(), "but the network stays as it is");
    expect(
        status(fleet) == Incident.Status.AWAITING_APPROVAL,
        "for the incident waits until a person approves that");

    Incident wider = stage.incidents().onTarget(fleet).get(0);
    ordered(
        "13. Olga approves it",
        wider.id(),
        () -> stage.operations().approve(wider.id(), Stage.OLGA, null));
    expect(status(fleet) == Incident.Status.CONTAINED, "the incident is contained");
    expect(stage.arm().get(Fleet.DENIAL).isPresent(), "the Internet does not reach the nodes");

    ResourceId tracked = Stage.snapshot("aks-tracked-1", "golden-6");
    happens(
        "14. Mallory writes one whose tickets go to GitHub and to Jira, and Jira is down",
        stage.writes(Stage.MALLORY, tracked));
    stage.issues().forEach(issue -> line("github", issue.title()));
    expect(status(tracked) == Incident.Status.CONTAINED, "the incident is contained all the same");
    expect(stage.issues().size() == 1, "GitHub has one issue");
    String listed =
        shows(
            "15. What operators see of it",
            () -> stage.command("", "incidents", "list", "--target", tracked.text()));
    expect(listed.contains("github 1, jira (failing)"), "Jira is tried again, for up to a day");

    out.println();
    if (wrong.isEmpty()) {
      out.println("Everything went as told.");
    } else {
      out.println("NOT as told: " + String.join("; ", wrong));
    }
    return wrong.isEmpty();
  }

  private String shows(String title, Supplier<String> what) {
    out.printf("%n%s%n", title);
    stage.arm().forgetRequests();
    String text = what.get();
    text.lines().forEach(line -> out.println("           " + shortened(line)));
    stage.arm().requests().forEach(this::request);
    return text;
  }

  private void happens(String title, String event) {
    out.printf("%n%s%n", title);
    stage.arm().forgetRequests();
    loggedBefore = stage.log().size();
    int status = stage.post(event);
    line("event", "delivered, the function host answered " + status);
    told();
    opened();
  }

  private void opened() {
    for (String logged : news()) {
      Matcher opened = OPENED.matcher(logged);
      if (opened.find()) {
        journal(new IncidentId(opened.group(1)), 0);
      }
    }
  }

  private void ordered(String title, IncidentId id, Runnable order) {
    out.printf("%n%s%n", title);
    stage.arm().forgetRequests();
    loggedBefore = stage.log().size();
    int before = stage.incidents().journal(id).size();
    order.run();
    told();
    journal(id, before);
  }

  private void does(String title, Runnable what) {
    out.printf("%n%s%n", title);
    stage.arm().forgetRequests();
    loggedBefore = stage.log().size();
    what.run();
    told();
    opened();
  }

  private void told() {
    stage.awaitRest();
    for (String logged : news()) {
      if (logged.startsWith("OnSnapshotWrite: {")) {
        decision(JsonParser.parseString(logged.substring(17)).getAsJsonObject());
      }
    }
    stage.arm().requests().forEach(this::request);
  }

  private void request(ArmCall call) {
    out.printf(
        "%7.2f s  %-9s %-6s %s -> %d%n",
        seconds(call.at()), "azure", call.method(), shortened(call.path()), call.status());
  }

  /** Ids without what is the same in all of them. */
  private static String shortened(String text) {
    return text.replace("/subscriptions/" + Stage.SUBSCRIPTION + "/resourceGroups/", "…/")
        .replace("/providers/Microsoft.ContainerService/", "/…/")
        .replace("/providers/Microsoft.Authorization/", "/…/");
  }

  private double seconds(Instant at) {
    return Duration.between(start, at).toMillis() / 1000.0;
  }

  private void decision(JsonObject decision) {
    line(
        "verdict",
        decision.get("verdict").getAsString() + ": " + decision.get("reason").getAsString());
  }

  private void journal(IncidentId id, int from) {
    Incident incident = stage.incidents().find(id).orElseThrow().incident();
    line("incident", id + " is " + incident.status().text());
    List<JournalEntry> journal = stage.incidents().journal(id);
    for (JournalEntry entry : journal.subList(from, journal.size())) {
      out.printf(
          "             %2d %s %-6s %s%n",
          entry.number(),
          entry.at().toString().substring(11, 23),
          entry.kind().name().toLowerCase(Locale.ROOT),
          shortened(entry.text()));
    }
    if (incident.ticketRef() != null) {
      line("ticket", stage.tickets().find(incident.ticketRef()).orElseThrow().ticket().title());
    }
  }

  private List<String> news() {
    List<String> all = stage.log();
    return all.subList(Math.min(loggedBefore, all.size()), all.size());
  }

  private boolean logged(String text) {
    return news().stream().anyMatch(line -> line.contains(text));
  }

  private JsonObject tags(ResourceId target) {
    JsonObject snapshot = stage.arm().get(target.text()).orElseThrow();
    return snapshot.has("tags") ? snapshot.getAsJsonObject("tags") : new JsonObject();
  }

  private Incident.Status status(ResourceId target) {
    return stage.incidents().onTarget(target).get(0).status();
  }

  private void expect(boolean so, String what) {
    line(so ? "as told" : "NOT SO", what);
    if (!so) {
      wrong.add(what);
    }
  }

  private void line(String what, String text) {
    out.printf("%7.2f s  %-9s %s%n", seconds(Instant.now()), what, text);
  }
}
