package io.snapwarden.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.snapwarden.policy.RemediationCatalog.OptionProblem;
import io.snapwarden.remediation.RemediationSpec.Check;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("gson")
class ChecksTest {

  private static final String CLUSTER = "Microsoft.ContainerService/managedClusters";
  private static final String GROUP =
      "/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/aks";

  private static List<OptionProblem> problems(Check check, String json) {
    return check.problems(JsonParser.parseString(json));
  }

  @Test
  void a_flag_is_true_or_false_and_nothing_else() {
    assertThat(problems(Checks.flag(), "true")).isEmpty();
    assertThat(problems(Checks.flag(), "\"true\""))
        .containsExactly(new OptionProblem("", "must be true or false"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "10", "5.0", "1e1"})
  void a_whole_number_within_its_range_is_fine(String json) {
    assertThat(problems(Checks.whole(1, 10), json)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "1.5", "\"5\"", "true", "[]", "1e400", "null"})
  void any_other_number_is_told_its_range(String json) {
    assertThat(problems(Checks.whole(1, 10), json))
        .containsExactly(new OptionProblem("", "must be a whole number from 1 to 10"));
  }

  @Test
  void a_word_is_one_of_those_known() {
    Check check = Checks.oneOf("report", "next-version");

    assertThat(problems(check, "\"report\"")).isEmpty();
    assertThat(problems(check, "\"Report\""))
        .containsExactly(new OptionProblem("", "must be one of \"report\", \"next-version\""));
  }

  @Test
  void a_text_matches_as_a_whole() {
    Check check = Checks.text(Pattern.compile("[a-z]+"), "must be lower-case letters");

    assertThat(problems(check, "\"abc\"")).isEmpty();
    assertThat(problems(check, "\"abc \"")).hasSize(1);
    assertThat(problems(check, "7")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/providers/Microsoft.ContainerService/managedClusters",
        "/providers/Microsoft.ContainerService/managedClusters/a/agentPools/b",
        "/providers/Microsoft.ContainerService/snapshots/a",
        "/providers/Microsoft.ContainerService/managedClusters/../a",
        ""
      })
  void what_is_no_id_of_the_type_is_told_what_one_looks_like(String rest) {
    assertThat(problems(Checks.id(CLUSTER), "\"" + GROUP + rest + "\""))
        .extracting(OptionProblem::message)
        .singleElement()
        .asString()
        .startsWith("must be the full id of one " + CLUSTER + ": /subscriptions/");
  }

  @Test
  void an_id_of_the_type_is_fine_in_any_case() {
    String id = GROUP + "/providers/microsoft.containerservice/MANAGEDCLUSTERS/a";

    assertThat(problems(Checks.id(CLUSTER), "\"" + id + "\"")).isEmpty();
    assertThat(problems(Checks.resourceGroup(), "\"" + GROUP + "\"")).isEmpty();
    assertThat(problems(Checks.resourceGroup(), "\"" + id + "\"")).hasSize(1);
  }

  @Test
  void a_list_has_bounds_sound_entries_and_none_twice() {
    Check check = Checks.list(1, 3, Checks.oneOf("a", "A", "b"));

    assertThat(problems(check, "[\"a\",\"b\"]")).isEmpty();
    assertThat(problems(check, "\"a\"")).containsExactly(new OptionProblem("", "must be a list"));
    assertThat(problems(check, "[]"))
        .containsExactly(new OptionProblem("", "has 0 entries; it takes 1 to 3"));
    assertThat(problems(check, "[\"a\",\"x\",\"A\"]"))
        .containsExactly(
            new OptionProblem("[1]", "must be one of \"a\", \"A\", \"b\""),
            new OptionProblem("[2]", "stands in this list already"));
  }
}
