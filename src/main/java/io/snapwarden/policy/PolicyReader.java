package io.snapwarden.policy;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import io.snapwarden.event.Guid;
import io.snapwarden.policy.JsonText.NotJson;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy document, or says everything that is wrong with it. Immutable; safe for use by
 * several threads if its catalog is.
 */
public final class PolicyReader {

  private static final String GSON_PLACE = " at line (\\d{1,9}) column (\\d{1,9})";

  private final RemediationCatalog remediations;

  public PolicyReader(RemediationCatalog remediations) {
    this.remediations = remediations;
  }

  /**
   * Reads the document as of an instant: a rule that has expired by then is a problem. Gives no
   * warnings: finding them takes longer than reading, and the app has nobody to warn.
   */
  public PolicyReading read(String json, Instant now) {
    return read(json, now, false);
  }

  /** The same with warnings, for people. */
  public PolicyReading check(String json, Instant now) {
    return read(json, now, true);
  }

  private PolicyReading read(String json, Instant now, boolean warn) {
    Problems problems = new Problems(warn);
    PolicyDocument document = new PolicyDocument(remediations, now, problems);
    try (JsonReader in = new JsonReader(new JsonText(json))) {
      document.read(in);
    } catch (NotJson e) {
      return notJson(new Lines(json), e.offset(), e.getMessage());
    } catch (MalformedJsonException | EOFException e) {
      return notJson(json, e);
    } catch (IOException e) {
      throw new IllegalStateException("a string can always be read", e);
    }
    Guid tenant = document.tenant();
    if (tenant == null || !problems.none()) {
      return new PolicyReading.Bad(problems.located(json));
    }
    if (warn) {
      document.warn();
    }
    Policy policy =
        new Policy(tenant, document.allow(), document.responses(), document.limits(), json);
    return new PolicyReading.Good(policy, problems.warningsLocated(json));
  }

  private static PolicyReading notJson(Lines lines, int offset, @Nullable String message) {
    return new PolicyReading.Bad(
        List.of(
            new Problem("$", lines.line(offset), lines.column(offset), "is not JSON: " + message)));
  }

  /** Gson says the place in the message alone, and where it stopped, not where the fault begins. */
  private static PolicyReading notJson(String json, IOException e) {
    Matcher place = Pattern.compile(GSON_PLACE).matcher(String.valueOf(e.getMessage()));
    boolean known = place.find() && !(e instanceof EOFException);
    Lines lines = new Lines(json);
    int line = known ? Integer.parseInt(place.group(1)) : lines.line(json.length());
    int column = known ? Integer.parseInt(place.group(2)) : lines.column(json.length());
    String message =
        e instanceof EOFException
            ? "it ends too early"
            : "something is missing, or not as JSON has it: a comma, a colon, a quotation mark";
    return new PolicyReading.Bad(
        List.of(new Problem("$", line, column, "is not JSON: " + message)));
  }
}
