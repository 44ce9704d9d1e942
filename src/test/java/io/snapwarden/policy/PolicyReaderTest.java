package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.snapwarden.event.Guid;
import io.snapwarden.event.Writes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class PolicyReaderTest {

  private static final Path GOOD = Path.of("src/test/resources/policies/good");
  private static final String HEAD = "{\"version\": 1, \"tenant\": \"" + Writes.OUR_TENANT + "\"";

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
          public List<OptionProblem> check(String id, com.google.gson.JsonObject options) {
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
        .containsExactly(
            org.assertj.core.api.Assertions.tuple(3, 3),
            org.assertj.core.api.Assertions.tuple(4, 2));
    assertThat(problems.get(1))
        .hasToString(
            "line 4, column 2, $.rules: unknown key \"rules\"; known are $schema, allow, limits,"
                + " responses, tenant, version");
  }

  @ParameterizedTest
  @MethodSource
  void what_is_not_strict_json_is_refused_with_its_line(String json, int line, String message) {
    List<Problem> problems = Policies.bad(json).problems();

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).path()).isEqualTo("$");
    assertThat(problems.get(0).line()).isEqualTo(line);
    assertThat(problems.get(0).column()).isPositive();
    assertThat(problems.get(0).message()).startsWith("is not JSON: ").contains(message);
  }

  static Object[][] what_is_not_strict_json_is_refused_with_its_line() {
    String missing = "something is missing, or not as JSON has it";
    return new Object[][] {
      {"", 1, "it ends too early"},
      {" \n // only a comment\n", 3, "it ends too early"},
      {HEAD, 1, "it ends too early"},
      {HEAD + ",\n\"allow\": [\n", 3, "it ends too early"},
      {HEAD + ",\n}", 2, missing},
      {HEAD + ",\n\"allow\": [1,]}", 2, missing},
      {HEAD + ",\n\"allow\": [,]}", 2, missing},
      {"{\n'version': 1}", 2, missing},
      {"{\nversion: 1}", 2, missing},
      {"{\n\"version\" = 1}", 2, missing},
      {"{\n\"version\": 1;}", 2, missing},
      {"{\n\"version\": 01}", 2, missing},
      {"{\n\"version\": +1}", 2, missing},
      {"{\n\"version\": nul}", 2, missing},
      {"{\n\"version\": NaN}", 2, "text without quotation marks"},
      {"{\n\"version\": True}", 2, "text without quotation marks"},
      {"{\n\"version\": tRUE}", 2, "text without quotation marks"},
      {"{\n\"a\": \"it\\'s\"}", 2, "an escape that JSON does not have"},
      {"{\n\"a\": \"\\u12G4\"}", 2, "\\u without four hexadecimal digits"},
      {"{\n\"a\": \"two\nlines\"}", 2, "a control character or line break inside a string"},
      {"{\n\"a\": \"tab\there\"}", 2, "a control character or line break inside a string"},
      {"{\n# comment\n}", 2, missing},
      {"{\n/ comment\n}", 2, "a slash that starts no comment"},
      {"{\n/* comment }", 2, "a comment has no end"},
      {"{/*/\n}", 2, "a comment has no end"},
      {HEAD + "}\n{}", 2, missing},
      {HEAD + "}\n]", 2, missing},
      {"\n)]}'\n" + HEAD + "}", 2, missing},
      {"{\n\"a\": " + "[".repeat(100_000), 2, "nested more than 32 deep"},
      {"{\n\"a\": " + "{\"a\":".repeat(100_000), 2, "nested more than 32 deep"},
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "// a\n", "/* a\n * / ** // \" { */", "/**/", " \t\r\n"})
  void a_byte_order_mark_blanks_and_comments_are_no_matter(String before) {
    Policies.document(before + HEAD + "}" + before.replace("\ufeff", ""));
  }

  @Test
  void marks_of_comments_inside_strings_are_text() {
    String json =
        HEAD + ", \"$schema\": \"https://example.org/*/policy\\\\\" /* \" */ // \" the end\n}";

    assertThat(Policies.document(json).tenant()).isEqualTo(Writes.OUR_TENANT);
  }

  @Test
  void a_rule_that_never_expires_or_soon_draws_a_warning() {
    String json =
        HEAD
            + ", \"allow\": [\n"
            + rule("forever", 1, "x", "")
            + ",\n"
            + rule("soon", 2, "x", ", \"until\": \"2026-11-29T11:59:59Z\"")
            + ",\n"
            + rule("later", 3, "x", ", \"until\": \"2026-11-29T12:00:00Z\"")
            + "], \"responses\": [{\"id\": \"r\", \"when\": {}, \"mode\": \"ticket\"}]}";

    List<Problem> warnings = Policies.good(json, Writes.AT).warnings();

    assertThat(warnings)
        .extracting(warning -> warning.line() + " " + warning.path() + " " + warning.message())
        .containsExactly(
            "2 $.allow[0] never expires: give it \"until\"",
            "3 $.allow[1].until expires within 14 days");
  }

  @Test
  void a_policy_without_a_catch_all_draws_a_warning() {
    assertThat(Policies.good(HEAD + "}", Writes.AT).warnings())
        .extracting(Problem::message)
        .containsExactly("no response has an empty \"when\": whatever none matches gets a ticket");
  }

  @Test
  void a_rule_that_an_earlier_one_makes_needless_draws_a_warning() {
    assertThat(shadowed(rule("wide", 1, "*", ""), rule("narrow", 1, "x", "")))
        .containsExactly(
            "$.allow[1] is never needed: all that it allows is allowed by \"wide\" on line 2");
    assertThat(shadowed(rule("same", 1, "x-*", ""), rule("too", 1, "x-*", UNTIL))).hasSize(1);
  }

  @Test
  void a_rule_that_adds_something_draws_no_warning_for_it() {
    String from = ", \"from\": [\"203.0.113.0/24\"]";
    assertThat(shadowed(rule("narrow", 1, "x", ""), rule("wide", 1, "*", ""))).isEmpty();
    assertThat(shadowed(rule("one", 1, "x", ""), rule("another", 2, "x", ""))).isEmpty();
    assertThat(shadowed(rule("until", 1, "x", UNTIL), rule("forever", 1, "x", ""))).isEmpty();
    assertThat(
            shadowed(
                rule("later", 1, "x", ", \"notBefore\": \"2026-12-01T00:00:00Z\""),
                rule("now", 1, "x", "")))
        .isEmpty();
    assertThat(shadowed(rule("office", 1, "x", from), rule("anywhere", 1, "x", ""))).isEmpty();
    assertThat(shadowed(rule("anywhere", 1, "x", ""), rule("office", 1, "x", from))).hasSize(1);
  }

  @Test
  void a_rule_that_has_expired_is_no_problem_to_a_reader_that_looks_back() {
    String json =
        HEAD
            + ", \"allow\": ["
            + rule("old", 1, "x", ", \"until\": \"2020-01-01T00:00:00Z\"")
            + "]}";

    assertThat(Policies.good(json, Instant.EPOCH).policy().allow()).hasSize(1);
    assertThat(Policies.bad(json).problems()).hasSize(1);
  }

  private static final String UNTIL = ", \"until\": \"2027-06-01T00:00:00Z\"";

  private static List<String> shadowed(String first, String second) {
    String json =
        HEAD
            + ", \"allow\": [\n"
            + first
            + ",\n"
            + second
            + "], \"responses\": [{\"id\": \"r\", \"when\": {}, \"mode\": \"ticket\"}]}";
    return Policies.good(json, Writes.AT).warnings().stream()
        .filter(warning -> !warning.message().startsWith("never expires"))
        .map(warning -> warning.path() + " " + warning.message())
        .toList();
  }

  private static String rule(String id, int caller, String name, String more) {
    return ("{\"id\": \"%s\", \"callers\": [{\"principal\": \"%s\"}], \"targets\":"
            + " [\"/subscriptions/%s/resourceGroups/g/providers/Microsoft.ContainerService/snapshots/%s\"],"
            + " \"owner\": \"o\", \"reason\": \"r\"%s}")
        .formatted(id, new Guid(0, caller), Writes.SUBSCRIPTION, name, more);
  }
}
