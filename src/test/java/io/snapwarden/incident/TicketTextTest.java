package io.snapwarden.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.event.Writes;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.PolicyReading;
import io.snapwarden.policy.Verdict;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import io.snapwarden.ticket.Ticket;
import io.snapwarden.ticket.text.Document;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a responder finds in a ticket. */
class TicketTextTest {

  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  private Ticket ticket(Mode mode) {
    world.malloryWrites();
    world.enqueue(world.detected("e1", mode, "tag-snapshot"));
    world.workUntil(world.now().plusSeconds(60));
    return world.tickets.all().get(0).ticket();
  }

  private static Ticket ticket(SnapshotWrite write, ViolationCode... codes) {
    Incident incident =
        TestIncidents.of(write).with(draft -> draft.status = Incident.Status.TICKETED);
    Incident told =
        new Incident(
            incident.id(),
            incident.createdAt(),
            new Cause.Violation(write, Set.of(codes), "why", "production"),
            incident.events(),
            incident.terms(),
            "",
            null,
            false,
            null,
            "",
            Incident.Task.CONTAIN,
            List.of(),
            null,
            Incident.Status.TICKETED,
            1,
            null,
            null,
            Incident.JournalHead.EMPTY);
    return new TicketText(TicketRules.DEFAULT).of(told);
  }

  private static List<String> rule(Ticket ticket) {
    return ticket.body().blocks().stream()
        .filter(block -> block instanceof Document.Code code && code.lines().get(0).equals("{"))
        .map(block -> ((Document.Code) block).lines())
        .findFirst()
        .orElse(List.of());
  }

  @Test
  void it_says_what_who_when_from_where_why_and_what_was_done() {
    Ticket ticket = ticket(Mode.REMEDIATE);

    assertThat(ticket.text())
        .contains(
            "Snapshot: " + world.target.text(),
            "Caller: user",
            "Object id: " + Writes.MALLORY,
            "Name (unverified): alice@contoso.example",
            "Tenant: 11111111-1111-1111-1111-111111111111",
            "When: " + Writes.AT,
            "Violations: unknown-caller",
            "Why: no rule names the caller",
            "Response: production, mode remediate",
            "Policy: sha256:test",
            "Correlation id: correlation of " + world.target.name(),
            "Incident: " + world.incident().id(),
            "tag-snapshot: done");
  }

  @Test
  void where_a_person_must_approve_it_shows_the_plan_and_the_command() {
    Ticket ticket = ticket(Mode.APPROVE);

    assertThat(ticket.text())
        .contains(
            "PATCH " + world.target.text(),
            "java -jar snapwarden.jar incidents approve " + world.incident().id() + " --plan ",
            "java -jar snapwarden.jar incidents reject " + world.incident().id());
  }

  @Test
  void the_rule_to_paste_allows_the_same_write_and_no_other() {
    SnapshotWrite write = Writes.aWrite().by(Writes.user(Writes.MALLORY)).build();
    Ticket ticket = ticket(write, ViolationCode.UNKNOWN_CALLER);

    String policy =
        """
        {"$schema":"urn:snapwarden:policy:1","version":1,
         "tenant":"11111111-1111-1111-1111-111111111111",
         "allow":[%s],"responses":[]}
        """
            .formatted(String.join("\n", rule(ticket)));
    PolicyReading reading = new PolicyReader(new RemediationSpecs()).read(policy, Writes.AT);

    assertThat(reading).isInstanceOf(PolicyReading.Good.class);
    Allowlist allowlist = Allowlist.compile(((PolicyReading.Good) reading).policy(), null);
    assertThat(allowlist.decide(write)).isInstanceOf(Verdict.Allowed.class);
    assertThat(allowlist.decide(Writes.aWrite().by(Writes.user(Writes.ALICE)).build()))
        .isInstanceOf(Verdict.Violation.class);
    assertThat(
            allowlist.decide(
                Writes.aWrite()
                    .by(Writes.user(Writes.MALLORY))
                    .to(Writes.snapshot("aks-prod-1", "another"))
                    .build()))
        .isInstanceOf(Verdict.Violation.class);
  }

  @Test
  void no_rule_is_offered_where_none_could_allow_it() {
    SnapshotWrite write = Writes.aWrite().by(Writes.user(Writes.MALLORY)).build();

    assertThat(rule(ticket(write, ViolationCode.FOREIGN_TENANT))).isEmpty();
    assertThat(rule(ticket(write, ViolationCode.INCONSISTENT_EVENT))).isEmpty();
    assertThat(rule(ticket(write, ViolationCode.OWN_IDENTITY))).isEmpty();
    assertThat(ticket(write, ViolationCode.FOREIGN_TENANT).text())
        .contains("No rule of a policy could allow such a write.");
  }

  @Test
  void links_lead_to_the_portal_of_the_cloud_and_hold_no_raw_text_of_the_caller() {
    SnapshotWrite write = Writes.aWrite().correlated("\"}],\"x\":[<script>#/../ &").build();
    Ticket ticket = ticket(write, ViolationCode.UNKNOWN_CALLER);

    List<String> links = ticket.body().links().stream().map(each -> each.to().toString()).toList();

    assertThat(links)
        .hasSize(2)
        .allSatisfy(
            link ->
                assertThat(link)
                    .startsWith("https://portal.azure.com/#")
                    .doesNotContain("<", "\"", " ", "script>"));
    assertThat(links.get(0)).endsWith("/resource" + write.target().text());
  }

  @Test
  void sovereign_clouds_have_portals_of_their_own() {
    ResourceId id = Writes.snapshot("g", "s");
    Guid tenant = Guid.of("11111111-1111-1111-1111-111111111111");

    assertThat(Portal.of(URI.create("https://management.usgovcloudapi.net")).resource(id, tenant))
        .hasHost("portal.azure.us");
    assertThat(Portal.of(URI.create("https://management.chinacloudapi.cn")).resource(id, null))
        .hasHost("portal.azure.cn");
    assertThat(Portal.of(URI.create("http://127.0.0.1:1")).resource(id, null))
        .hasHost("portal.azure.com");
  }

  @Test
  void a_storms_comment_names_each_target_and_the_command_that_a_person_needs() {
    ticket(Mode.APPROVE);
    Incident waiting = world.incident();

    assertThat(TicketText.comment("key", waiting).line())
        .contains(
            "is awaiting-approval",
            world.target.text(),
            "incidents approve " + waiting.id() + " --plan ");
  }
}
