package io.snapwarden.ticket.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a caller writes into a name, it does nothing in any tracker. */
@Tag("gson")
class HostileTextTest {

  static Stream<String> hostile() {
    return Stream.of(
        "](javascript:alert(1))",
        "[click](https://evil.example)",
        "![x](https://evil.example/x.png)",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><b>",
        "@everyone",
        "@octocat and @org/team",
        "<!everyone> <@U123> <https://evil.example|click>",
        "#1 and GH-2 and https://evil.example and www.evil.example and mailto:x@evil.example",
        "*/5 * * * *",
        "``` ```` `",
        "`code` **bold** _it_ ~~gone~~ # title",
        "- item\n# title\n> quote\n---",
        "\u202Egnp.exe\u202C \u200B\u0000\u001b[2J",
        "{color:red}x{color} {{x}} h1. title [code]<b>x</b>[/code]",
        "&lt;b&gt; &amp; &#64;everyone",
        "x".repeat(10_000),
        "\uD83D lone",
        "");
  }

  private static Document document(String text) {
    return Document.builder()
        .paragraph(text)
        .facts(List.of(new Document.Fact("Caller", text)))
        .items(List.of(text))
        .code(List.of(text, "second"))
        .links(
            List.of(new Document.Link("Portal " + text, URI.create("https://portal.azure.com/#x"))))
        .build();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void in_markdown_nothing_outside_of_code_is_a_mark_a_mention_or_a_link(String text) {
    String markdown = new Markdown().write(document(text));

    String plain = withoutCode(markdown);
    assertThat(plain).doesNotContain("<script", "<img", "](javascript", "@everyone", "@octocat");
    assertThat(plain.replace("](<https://portal.azure.com/#x>)", ""))
        .doesNotContain("](", "://evil", "www.evil", "mailto:x", "#1 ", "GH-2");
    assertThat(markdown.lines().filter(line -> line.startsWith("# ") || line.startsWith("> ")))
        .isEmpty();
  }

  /** Code fences and spans may hold anything: nothing is read in them. */
  private static String withoutCode(String markdown) {
    return markdown
        .replaceAll("(?s)(`{3,})\\n.*?\\n\\1", "")
        .replaceAll("(`+) ?[^\\n]*? ?\\1(?!`)", "");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void in_html_only_our_own_elements_are_elements(String text) {
    String html = new Html().write(document(text));

    assertThat(
            html.replaceAll("</?(p|ul|li|b|code|pre)>", "")
                .replaceAll("<a href=\"https://portal\\.azure\\.com/#x\">|</a>", ""))
        .doesNotContain("<", ">", "\"");
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void in_json_formats_it_is_text_and_nothing_else(String text) {
    String safe = text.isEmpty() ? "" : io.snapwarden.event.SafeText.of(text);
    for (JsonElement json :
        List.of(new Adf().write(document(text)), new AdaptiveCard().write(document(text)))) {
      List<String> texts = new ArrayList<>();
      gather(json, "text", texts);
      assertThat(texts).anySatisfy(each -> assertThat(each).contains(safe));
      List<String> links = new ArrayList<>();
      gather(json, "href", links);
      gather(json, "url", links);
      assertThat(links).containsOnly("https://portal.azure.com/#x");
    }
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void in_slack_all_of_it_is_plain_text_within_its_bounds(String text) {
    JsonArray blocks = new SlackBlocks().write(document(text));

    List<String> types = new ArrayList<>();
    gather(blocks, "type", types);
    assertThat(types).doesNotContain("mrkdwn", "user", "usergroup", "broadcast");
    for (JsonElement block : blocks) {
      if (block.getAsJsonObject().get("text") instanceof JsonObject plain) {
        assertThat(plain.get("text").getAsString()).hasSizeBetween(1, 3_000);
      }
    }
  }

  @Test
  void what_would_hide_or_move_is_spelled_out_everywhere() {
    Document document = document("\u202Egnp.exe\u200B\u0007");

    assertThat(new PlainText().write(document))
        .contains("\\u202Egnp.exe\\u200B\\u0007")
        .doesNotContain("\u202E", "\u200B", "\u0007");
  }

  @Test
  void a_cut_never_splits_a_character() {
    assertThat(Cut.to("abc", 3)).isEqualTo("abc");
    assertThat(Cut.to("abcd", 3)).isEqualTo("ab…");
    assertThat(Cut.to("a\uD83D\uDE00bc", 3)).isEqualTo("a…");
  }

  private static void gather(JsonElement json, String key, List<String> found) {
    if (json instanceof JsonObject object) {
      object
          .entrySet()
          .forEach(
              field -> {
                if (field.getKey().equals(key) && field.getValue().isJsonPrimitive()) {
                  found.add(field.getValue().getAsString());
                }
                gather(field.getValue(), key, found);
              });
    } else if (json instanceof JsonArray array) {
      array.forEach(each -> gather(each, key, found));
    }
  }
}
