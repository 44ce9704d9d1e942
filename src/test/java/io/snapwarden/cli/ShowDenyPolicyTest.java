package io.snapwarden.cli;

import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code deny-policy}: what can be handed to Azure, and what is said beside it. */
class ShowDenyPolicyTest {

  /** A policy that allows snapshots in so many resource groups. */
  private static Ran ran(int groups, String... more) {
    String targets =
        IntStream.range(0, groups)
            .mapToObj(
                i ->
                    "\"/subscriptions/55555555-5555-5555-5555-555555555555/resourceGroups/g"
                        + i
                        + "/**\"")
            .collect(Collectors.joining(", "));
    String policy =
        """
        {"version": 1, "tenant": "11111111-1111-1111-1111-111111111111",
         "allow": [{"id": "a", "owner": "o", "reason": "r",
           "callers": [{"principal": "33333333-3333-3333-3333-333333333333"}],
           "targets": [%s]}]}
        """
            .formatted(targets);
    String[] words = new String[3 + more.length];
    words[0] = "deny-policy";
    words[1] = "--policy";
    words[2] = "-";
    System.arraycopy(more, 0, words, 3, more.length);
    return terminal().typing(policy).run(words);
  }

  @Test
  void the_definition_is_alone_on_standard_output_and_what_it_lacks_beside_it() {
    Ran ran = ran(2);

    assertThat(ran.exitCode()).isZero();
    JsonObject properties =
        JsonParser.parseString(ran.out()).getAsJsonObject().getAsJsonObject("properties");
    assertThat(properties.keySet()).contains("displayName", "mode", "parameters", "policyRule");
    assertThat(ran.err().lines()).isNotEmpty().allMatch(line -> line.startsWith("note: "));
  }

  @Test
  void the_rule_alone_has_nothing_around_it() {
    assertThat(JsonParser.parseString(ran(1, "--rule").out()).getAsJsonObject().keySet())
        .containsExactly("if", "then");
  }

  @Test
  void what_azure_would_not_take_is_not_printed() {
    Ran ran = ran(1100);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("it has 2201 functions, of which Azure takes 2048", "wider patterns");
  }
}
