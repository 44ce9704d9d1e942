package io.snapwarden.cli;

import static io.snapwarden.cli.Histories.MALLORY;
import static io.snapwarden.cli.Histories.lines;
import static io.snapwarden.cli.Histories.month;
import static io.snapwarden.cli.Terminal.POLICY;
import static io.snapwarden.cli.Terminal.terminal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.snapwarden.cli.Terminal.Ran;
import io.snapwarden.sandbox.Node;
import io.snapwarden.sandbox.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real Chromium: the Debian package, or what CHROMIUM names. */
class BacktestPageTest {

  private static final Path BROWSER = Path.of("target", "browser");
  private static final Node NODE = new Node(BROWSER, List.of("playwright-core@1.57.0"));

  private static final String HOSTILE =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202Egnp.\u0007{{data}}";

  @TempDir private Path directory;

  private static String chromium() {
    String named = System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium");
    assertThat(Path.of(named))
        .as("a Chromium to open the page in: apt-get install chromium, or set CHROMIUM")
        .isExecutable();
    return named;
  }

  private Path page(String history, String... more) throws IOException {
    Path page = directory.resolve("page.html");
    List<String> args =
        new ArrayList<>(List.of("backtest", "--policy", POLICY, "--html", page.toString()));
    args.addAll(List.of(more));
    args.add("-");
    Ran ran = terminal().typing(history).run(args.toArray(String[]::new));
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    return page;
  }

  private JsonObject opened(Path page) throws IOException {
    Path pictures = Files.createDirectories(BROWSER.resolve("pictures"));
    return JsonParser.parseString(
            NODE.run(
                "src/test/node/page.mjs",
                List.of(chromium(), page.toString(), pictures.toString())))
        .getAsJsonObject();
  }

  /** A month with a hostile caller in it, and names as long as they can be. */
  private static String history() {
    List<JsonObject> records = month();
    for (int i = 0; i < 30; i++) {
      records.addAll(
          Histories.write(
              MALLORY,
              "aks-prod-west",
              "rollback-" + (10 + i),
              "2026-11-%02dT10:00:00Z".formatted(1 + i),
              i % 3 > 0));
    }
    records.addAll(
        Histories.write(
            Principal.user("12121212-1212-1212-1212-121212121212", HOSTILE),
            "g".repeat(90),
            "n".repeat(63),
            "2026-11-09T10:00:00Z",
            true));
    return lines(records) + "{\"x\": 1}\n";
  }

  private static JsonObject part(JsonObject seen, String name) {
    return seen.getAsJsonObject(name);
  }

  @Test
  void a_person_sees_filters_and_trusts_it_on_any_screen() throws IOException {
    Path old = directory.resolve("old.json");
    Files.writeString(
        old,
        Files.readString(Path.of(POLICY))
            .replace("\"mode\": \"remediate\"", "\"mode\": \"approve\""));

    JsonObject seen = opened(page(history(), "--against", old.toString(), "--suggest"));

    assertThat(seen.getAsJsonArray("errors")).isEmpty();
    assertThat(seen.get("dialogs").getAsInt()).isZero();
    assertThat(seen.getAsJsonArray("requests"))
        .isNotEmpty()
        .allSatisfy(url -> assertThat(url.getAsString()).startsWith("file:").endsWith("page.html"));
    assertThat(seen.get("heading").getAsString())
        .isEqualTo("39 of 44 snapshot writes would not have been allowed");
    assertThat(seen.get("columns").getAsInt()).isEqualTo(30);
    for (String screen : List.of("1280-light", "1280-dark", "390-light", "390-dark")) {
      JsonObject width = seen.getAsJsonObject("widths").getAsJsonObject(screen);
      assertThat(width.get("page").getAsInt())
          .as(screen + ": " + width)
          .isEqualTo(width.get("view").getAsInt());
      assertThat(width.getAsJsonArray("beyond")).as(screen).isEmpty();
    }
    assertThat(background(seen, "1280-light")).isNotEqualTo(background(seen, "1280-dark"));
  }

  @Test
  void its_filter_finds_by_words_and_by_verdict() throws IOException {
    JsonObject seen = opened(page(history()));

    assertThat(part(seen, "all").get("rows").getAsInt()).isEqualTo(25);
    assertThat(part(seen, "all").get("status").getAsString()).isEqualTo("25 of 39");
    assertThat(part(seen, "searched").get("status").getAsString())
        .isEqualTo("25 of 33 that match, of 39");
    assertThat(part(seen, "chosen").get("rows").getAsInt()).isEqualTo(11);
    assertThat(part(seen, "nothing").get("rows").getAsInt()).isZero();
    assertThat(part(seen, "nothing").get("text").getAsString()).isEqualTo("Nothing matches.");
    assertThat(part(seen, "clicked").get("search").getAsString()).isEqualTo(MALLORY.objectId());
    assertThat(seen.get("bars").getAsInt()).isZero();
    assertThat(seen.get("changes").getAsInt()).isZero();
  }

  @Test
  void a_hostile_name_is_text_and_nothing_else() throws IOException {
    Path page = page(history());

    JsonObject seen = opened(page);

    assertThat(seen.get("dialogs").getAsInt()).isZero();
    assertThat(seen.get("images").getAsInt()).isZero();
    assertThat(seen.get("text").getAsString())
        .contains(
            "</script><script>alert(1)</script><img src=x onerror=alert(2)>\\u202Egnp.\\u0007{{data}}");
    assertThat(Files.readString(page)).doesNotContain("alert(1)</script>", "<img", "\u202E");
  }

  @Test
  void its_policy_lets_in_neither_scripts_nor_the_network() throws IOException {
    Path page = page(history());

    JsonObject broken = part(opened(page), "broken");

    assertThat(broken.get("intruder").getAsBoolean()).isFalse();
    assertThat(broken.get("sent").getAsBoolean()).isFalse();
    assertThat(Files.readString(page))
        .containsPattern(
            "Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-[A-Za-z0-9+/]{43}='; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'\"")
        .doesNotContain("unsafe", "http://127", "<link", " src=");
  }

  @Test
  void a_history_without_writes_says_so_instead_of_showing_nothing() throws IOException {
    JsonObject seen = opened(page("[]", "--suggest"));

    assertThat(seen.getAsJsonArray("errors")).isEmpty();
    assertThat(seen.get("heading").getAsString()).isEqualTo("No snapshot write in this history");
    assertThat(seen.get("text").getAsString())
        .contains("Nothing was written.", "Nothing: every write was allowed.")
        .contains("No violation and no attempt.", "No caller looks legitimate");
  }

  private static JsonElement background(JsonObject seen, String screen) {
    return seen.getAsJsonObject("widths").getAsJsonObject(screen).get("background");
  }
}
