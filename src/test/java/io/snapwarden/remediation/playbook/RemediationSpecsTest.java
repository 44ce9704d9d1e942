package io.snapwarden.remediation.playbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.snapwarden.azure.WithoutClasses;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Option;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("gson")
class RemediationSpecsTest {

  private final RemediationSpecs specs = new RemediationSpecs();

  @Test
  void every_remediation_of_the_playbook_is_in_the_catalogue() {
    assertThat(specs.ids())
        .containsExactly(
            "tag-snapshot",
            "lock-snapshot",
            "delete-snapshot",
            "revoke-role-assignment",
            "enable-defender-for-containers",
            "ensure-log-analytics-workspace",
            "enable-container-insights",
            "enable-container-logging",
            "upgrade-cluster",
            "restrict-nsg-inbound",
            "restart-unhealthy-containers",
            "scale-on-utilization");
    assertThat(specs.all())
        .allSatisfy(spec -> assertThat(spec.permissions()).isNotEmpty())
        .filteredOn(spec -> !spec.reversible())
        .extracting(RemediationSpec::id)
        .containsExactly(
            "delete-snapshot",
            "revoke-role-assignment",
            "upgrade-cluster",
            "restart-unhealthy-containers");
  }

  @Test
  void the_catalogue_loads_nothing_of_the_azure_sdk() throws Exception {
    Class<?> catalogue =
        new WithoutClasses("com.azure.", "io.snapwarden.azure.", "reactor.")
            .loadClass(RemediationSpecs.class.getName());
    Object loaded = catalogue.getConstructor().newInstance();

    Object problems =
        catalogue
            .getMethod("check", String.class, JsonObject.class)
            .invoke(loaded, "tag-snapshot", Lab.json("{\"tags\":{\"a?\":\"b\"}}"));

    assertThat((Set<?>) catalogue.getMethod("ids").invoke(loaded)).hasSize(12);
    assertThat((List<?>) problems).hasSize(1);
  }

  @Test
  void options_in_order_are_no_problem() {
    assertThat(check("{}")).isEmpty();
    assertThat(check("{\"tags\":{\"Runbook\":\"RB-7\",\"cost centre\":\"\"}}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'level':'ReadOnly'}            | .level         | is no option of tag-snapshot; it takes \"tags\"",
        "{'tags':['a']}                  | .tags          | must be an object of tag names and values",
        "{'tags':{'a':1}}                | .tags.a        | a tag's value is a string",
        "{'tags':{'a':null}}             | .tags.a        | a tag's value is a string",
        "{'tags':{'':'x'}}               | .tags[\"\"]    | a tag's name has 1 to 512 characters",
        "{'tags':{'a?':'x'}}             | .tags[\"a?\"]  | a tag's name has none of <>%&\\?/",
        "{'tags':{'Azure-x':'x'}}        | .tags.Azure-x  | names that begin with azure are reserved",
        "{'tags':{'Snapwarden-x':'x'}}   | .tags.Snapwarden-x | names that begin with snapwarden- are reserved",
        "{'tags':{'a':'1','A':'2'}}      | .tags.A        | is there twice: case does not count in tag names",
      })
  void each_wrong_option_is_told_where_it_is(String options, String path, String message) {
    assertThat(check(options.replace('\'', '"'))).containsExactly(new OptionProblem(path, message));
  }

  @Test
  void tags_have_bounds() {
    JsonObject tags = new JsonObject();
    for (int i = 0; i < 16; i++) {
      tags.addProperty("tag" + i, "x".repeat(i == 0 ? 257 : 1));
    }
    JsonObject options = new JsonObject();
    options.add("tags", tags);

    assertThat(specs.check("tag-snapshot", options))
        .extracting(OptionProblem::message)
        .containsExactly("has 16 tags; at most 15", "a tag's value has at most 256 characters");
  }

  @Test
  void a_remediation_without_options_says_so() {
    assertThat(specs.check("lock-snapshot", Lab.json("{\"x\":1}")))
        .containsExactly(new OptionProblem(".x", "is no option of lock-snapshot; it takes none"));
  }

  @Test
  void an_option_that_is_required_is_asked_for() {
    RemediationSpec spec =
        new RemediationSpec(
            "x",
            "x",
            true,
            RemediationSpec.Consent.AUTOMATIC,
            List.of(),
            List.of(Option.required("to", "where to", v -> List.of())));

    assertThat(RemediationSpecs.check(spec, new JsonObject()))
        .containsExactly(new OptionProblem("", "needs \"to\": where to"));
  }

  @Test
  void what_does_not_exist_cannot_be_checked() {
    assertThatThrownBy(() -> specs.check("format-disk", new JsonObject()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<OptionProblem> check(String options) {
    return specs.check("tag-snapshot", Lab.json(options));
  }
}
