package io.snapwarden.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("gson")
class DifferenceTest {

  private static List<String> between(String from, String to) {
    return Difference.between(Lab.json(from.replace('\'', '"')), Lab.json(to.replace('\'', '"')))
        .stream()
        .map(Difference::text)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "{'a':1}                    | {'a':2}                    | ~ a: 1 -> 2",
        "{'a':{'b':'x'}}            | {'a':{'b':'y'}}            | ~ a.b: \"x\" -> \"y\"",
        "{'a':{}}                   | {'a':{'b':null}}           | + a.b: null",
        "{'a':{'b':true}}           | {'a':{}}                   | - a.b: true",
        "{'a':null}                 | {'a':{}}                   | ~ a: null -> {}",
        "{'a':[1,2]}                | {'a':[1,3]}                | ~ a[1]: 2 -> 3",
        "{'a':[1]}                  | {'a':[1,2]}                | ~ a: [1] -> [1,2]",
        "{'p':[{'name':'x','n':1},{'name':'y','n':1}]} | {'p':[{'name':'y','n':2},{'name':'x','n':1}]} | ~ p[y].n: 1 -> 2",
        "{'p':[{'name':'x'}]}       | {'p':[{'name':'x'},{'name':'y'}]} | + p[y]: {\"name\":\"y\"}",
        "{'p':[{'name':'x','n':1},{'name':'x','n':2}]} | {'p':[{'name':'x','n':1},{'name':'x','n':3}]} | ~ p[1].n: 2 -> 3",
      })
  void every_value_that_changes_is_told_with_its_place(String from, String to, String told) {
    assertThat(between(from, to)).containsExactly(told);
  }

  @Test
  void what_stays_is_not_told() {
    assertThat(
            between("{'a':{'b':[1,{'c':2.50}]},'d':null}", "{'d':null,'a':{'b':[1,{'c':2.50}]}}"))
        .isEmpty();
  }

  @Test
  void what_comes_or_goes_as_a_whole_is_one_difference() {
    JsonObject json = Lab.json("{\"a\":1}");

    assertThat(Difference.between(null, json))
        .extracting(Difference::text)
        .containsExactly("+ {\"a\":1}");
    assertThat(Difference.between(json, null))
        .extracting(Difference::text)
        .containsExactly("- {\"a\":1}");
    assertThat(Difference.between(null, null)).isEmpty();
  }

  @Test
  void hostile_names_and_values_stay_in_their_line() {
    JsonObject before = new JsonObject();
    JsonObject after = new JsonObject();
    after.add("a\nb\u202e", new JsonPrimitive("x\u202e\u0007\n" + "y".repeat(1000)));

    String text = Difference.between(before, after).get(0).text();

    assertThat(text).hasSizeLessThan(500).doesNotContain("\n", "\u202e", "\u0007");
  }
}
