package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.event.Writes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("gson")
class PolicyReaderTest {

  private static final Path GOOD = Path.of("src/test/resources/policies/good");
  private static final String HEAD = "{\"version\": 1, \"tenant\": \"" + Writes.OUR_TENANT + "\"";

  @Test
  void a_ticket_may_go_to_several_desks() {
    Policy policy =
        Policies.read(
            "\"responses\": [{\"id\": \"r\", \"when\": {}, \"mode\": \"ticket\","
                + " \"ticket\": {\"desk\": [\"github\", \"pagerduty\"]}}]");

    assertThat(policy.responses().get(0).ticket().desks()).containsExactly("github", "pagerduty");
  }

  @Test
  void everything_that_a_policy_says_is_read() throws Exception {
    String json = Files.readString(GOOD.resolve("everything.json"));

    Policy policy = Policies.document(json);

    assertThat(policy.tenant()).isEqualTo(Writes.OUR_TENANT);
    assertThat(policy.limits()).isEqualTo(new Limits(25));
    assertThat(policy.hash())
        .isEqualTo(
            "sha256:"
                + HexFormat.of()
                    .formatHex(
                        MessageDigest.getInstance("SHA-256")
                            .digest(json.getBytes(StandardCharsets.UTF_8))));
    AllowRule rule = policy.allow().get(0);
    assertThat(rule.id()).isEqualTo("nightly-pipeline");
    assertThat(rule.callers())
        .containsExactly(
            new CallerMatch.Application(Writes.PIPELINE),
            new CallerMatch.ManagedIdentity(Writes.BACKUP_IDENTITY),
            new CallerMatch.Principal(Writes.PIPELINE_PRINCIPAL),
            new CallerMatch.Group(Writes.PLATFORM_TEAM));
    assertThat(rule.targets()).hasSize(2);
    assertThat(rule.from()).hasSize(5);
    assertThat(rule.notBefore()).isEqualTo("2026-11-01T00:00:00Z");
    assertThat(rule.until()).isEqualTo("2027-02-01T00:00:00.500Z");
    assertThat(rule.owner()).isEqualTo("platform@contoso.example");
    assertThat(rule.reason()).isEqualTo("Nightly node pool snapshots, CHG-1234 // no comment");
    ResponseRule production = policy.responses().get(0);
    assertThat(production.id()).isEqualTo("production");
    assertThat(production.targets()).hasSize(1);
    assertThat(production.violations())
        .isEqualTo(Set.of(ViolationCode.UNKNOWN_CALLER, ViolationCode.TARGET_NOT_ALLOWED));
    assertThat(production.mode()).isEqualTo(Mode.REMEDIATE);
    assertThat(production.remediations())
        .extracting(RemediationChoice::id)
        .containsExactly("tag-snapshot", "lock-snapshot", "restrict-nsg-inbound");
    assertThat(production.remediations())
        .extracting(choice -> choice.options().toString())
        .containsExactly("{}", "{}", "{\"allowFrom\":[\"10.0.0.0/8\"]}");
    assertThat(production.ticket())
        .isEqualTo(new TicketChoice("github", Severity.HIGH, List.of("aks", "Zürich")));
    assertThat(production.approvalExpires()).isEqualTo(Duration.ofHours(48));
  }

  @Test
  void what_a_policy_leaves_out_has_safe_defaults() {
    Policy policy =
        Policies.read("\"responses\": [{\"id\": \"r\", \"when\": {}, \"mode\": \"ticket\"}]");

    assertThat(policy.allow()).isEmpty();
    assertThat(policy.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(policy.responses().get(0).ticket()).isEqualTo(TicketChoice.DEFAULT);
    assertThat(policy.responses().get(0).remediations()).isEmpty();
    assertThat(policy.responses().get(0).approvalExpires()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void remediations_given_for_a_lesser_mode_are_kept_for_the_plan() throws IOException {
    Policy policy = Policies.document(Files.readString(GOOD.resolve("plan-only.json")));

    assertThat(policy.responses().get(0).mode()).isEqualTo(Mode.OBSERVE);
    assertThat(policy.responses().get(0).remediations()).hasSize(1);
  }

  @Test
  void numbers_among_the_options_stay_as_they_are() {
    RemediationCatalog anything =
        new RemediationCatalog() {
          @Override
          public Set<String> ids() {
            return Set.of("scale");
          }

          @Override
          public List<OptionProblem> check(String id, JsonObject options) {
            return List.of();
          }
        };
    String json =
        HEAD
            + ", \"responses\": [{\"id\": \"r\", \"when\": {}, \"mode\": \"remediate\","
            + " \"remediations\": [{\"remediation\": \"scale\", \"max\": 5, \"cpu\": 0.75,"
            + " \"deep\": {\"on\": true, \"off\": null}}]}]}";

    PolicyReading reading = new PolicyReader(anything).read(json, Writes.AT);

    assertThat(((PolicyReading.Good) reading).policy().responses().get(0).remediations().get(0))
        .extracting(RemediationChoice::options)
        .isEqualTo(
            JsonParser.parseString(
                "{\"max\": 5, \"cpu\": 0.75, \"deep\": {\"on\": true, \"off\": null}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"version": 1, "tenant": 5}            | 1 | 26 | $.tenant
          {"version": 1, "tenant": "x"}          | 1 | 26 | $.tenant
          {"version": 1,/* */ "owner": 5}        | 1 | 1  | $
          {"version":/* */1,  "tenant":/**/ "x"} | 1 | 35 | $.tenant
          """)
  void a_problem_stands_at_the_offending_value(String json, int line, int column, String path) {
    Problem problem = Policies.bad(json).problems().get(0);

    assertThat(problem.line()).isEqualTo(line);
    assertThat(problem.column()).isEqualTo(column);
    assertThat(problem.path()).isEqualTo(path);
  }

  @Test
  void an_unknown_or_repeated_key_is_itself_the_offence() {
    List<Problem> problems =
        Policies.bad("\n" + HEAD + ",\n  \"tenant\": 1,\n\t\"rules\": {}}").problems();

    assertThat(problems)
        .extracting(Problem::line, Problem::column)
        .containsExactly(tuple(3, 3), tuple(4, 2));
    assertThat(problems.get(1))
        .hasToString(
            "line 4, column 2, $.rules: unknown key \"rules\"; known are $schema, allow, limits,"
                + " responses, tenant, version");
  }
}
