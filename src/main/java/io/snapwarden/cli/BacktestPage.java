package io.snapwarden.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.backtest.History;
import io.snapwarden.event.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;

/**
 * A backtest as one page that needs nothing beside itself. Its policy lets the browser load nothing
 * and run no script but its own, by their hashes; the data stands in it as JSON without any {@code
 * <}, and the script shows all of it as text.
 *
 * @param made when
 */
record BacktestPage(History history, int top, boolean suggest, Instant made) {

  /** Spells out what HTML could take for its own, as JSON may. */
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();

  void write(Path file) {
    try {
      Files.writeString(file, html(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Failure.broken("--html: %s cannot be written: %s".formatted(file, e), e);
    }
  }

  private String html() {
    String style = resource("backtest.css");
    String script = resource("backtest.js");
    return resource("backtest.html")
        .replace("{{style-hash}}", hash(style))
        .replace("{{script-hash}}", hash(script))
        .replace("{{style}}", style)
        .replace("{{script}}", script)
        // Last: nothing in it is looked at again.
        .replace("{{data}}", SafeText.of(GSON.toJson(data())));
  }

  private JsonObject data() {
    JsonArray rows = new JsonArray();
    new BacktestRows(history, top, suggest).all().forEach(rows::add);
    history.findings().forEach(each -> rows.add(BacktestRows.finding(each)));
    History.Changes changes = history.changes();
    if (changes != null) {
      changes.newest().forEach(each -> rows.add(BacktestRows.change(each)));
    }
    JsonObject data = new JsonObject();
    data.addProperty("made", made.toString());
    data.addProperty("tenant", history.policy().tenant().toString());
    data.addProperty("suggest", suggest);
    data.add("rows", rows);
    return data;
  }

  /** As browsers want it in a policy (W3C, Content Security Policy Level 3: hash-source). */
  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = BacktestPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar's " + name + " cannot be read", e);
    }
  }
}
