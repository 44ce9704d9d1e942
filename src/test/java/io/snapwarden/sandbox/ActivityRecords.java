package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Activity Log of the simulated Resource Manager, as the REST API serves it
 * (azure-rest-api-specs, monitor 2015-04-01, {@code activityLogs_API.json}): the newest first, in
 * pages, found by the few filters that are allowed, and not before a record has been submitted.
 * Safe for use by several threads.
 */
public final class ActivityRecords {

  static final String TYPE = "microsoft.insights/eventtypes/values";

  private static final Pattern FILTER =
      Pattern.compile(
          "eventTimestamp ge '([^']+)' and eventTimestamp le '([^']+)'"
              + "(?: and (resourceGroupName|resourceUri|resourceProvider|correlationId) eq '([^']+)')?");
  private static final Set<String> PARAMETERS = Set.of("api-version", "$filter", "$skiptoken");

  /** .NET, which Azure is written in, takes no finer time. */
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,7})?Z");

  private static final Comparator<Kept> NEWEST_FIRST =
      Comparator.comparing(Kept::at).thenComparing(Kept::serial).reversed();

  private final List<Kept> records = new ArrayList<>();
  private int pageSize = 50;
  private Duration lag = Duration.ZERO;
  private UnaryOperator<String> links = UnaryOperator.identity();

  private record Kept(long serial, Instant at, Instant submitted, JsonObject json) {
    String text(String name) {
      return json.get(name).getAsString();
    }
  }

  /** How many records a page holds; 50 unless set. */
  public synchronized void pageSize(int records) {
    pageSize = records;
  }

  /** How long after it happened a record can be read, from now on; at once unless set. */
  public synchronized void lag(Duration submission) {
    lag = submission;
  }

  /** Serves other links to the next page than the true ones. */
  public synchronized void links(UnaryOperator<String> change) {
    links = change;
  }

  /** Puts a record there as it is; it must have the fields that the log itself sorts by. */
  public synchronized void add(JsonObject record) {
    records.add(
        new Kept(
            records.size(),
            Instant.parse(record.get("eventTimestamp").getAsString()),
            Instant.parse(record.get("submissionTimestamp").getAsString()),
            record.deepCopy()));
  }

  /** What one request leaves: it started, it was accepted unless it failed, and it ended. */
  synchronized void tell(ActivityText of, boolean succeeded) {
    add(of.record("Started", of.at().minusMillis(2), lag));
    if (succeeded) {
      add(of.record("Accepted", of.at().minusMillis(1), lag));
    }
    add(of.record(succeeded ? "Succeeded" : "Failed", of.at(), lag));
  }

  synchronized ArmReply page(ArmCall call, URI endpoint) {
    Matcher filter = FILTER.matcher(call.query().getOrDefault("$filter", ""));
    if (!filter.matches()
        || !TIME.matcher(filter.group(1)).matches()
        || !TIME.matcher(filter.group(2)).matches()
        || !PARAMETERS.containsAll(call.query().keySet())) {
      return ArmReply.error(400, "BadRequest", "The filter or another parameter is not supported.");
    }
    try {
      return page(call, filter, endpoint);
    } catch (DateTimeException | NumberFormatException e) {
      return ArmReply.error(400, "BadRequest", "A time or the skip token is not valid.");
    }
  }

  private ArmReply page(ArmCall call, Matcher filter, URI endpoint) {
    Instant from = Instant.parse(filter.group(1));
    Instant to = Instant.parse(filter.group(2));
    String subscription = call.path().split("/")[2];
    String after = call.query().get("$skiptoken");
    long skip = after == null ? 0 : Long.parseLong(after.substring(1));
    List<Kept> found =
        records.stream()
            .filter(each -> each.text("subscriptionId").equalsIgnoreCase(subscription))
            .filter(each -> !each.at().isBefore(from) && !each.at().isAfter(to))
            .filter(each -> !each.submitted().isAfter(call.at()))
            .filter(each -> meets(each, filter.group(3), filter.group(4)))
            .sorted(NEWEST_FIRST)
            .toList();
    JsonArray value = new JsonArray();
    found.stream().skip(skip).limit(pageSize).forEach(each -> value.add(each.json()));
    JsonObject page = new JsonObject();
    page.add("value", value);
    if (skip + pageSize < found.size()) {
      page.addProperty("nextLink", links.apply(link(call, endpoint, skip + pageSize)));
    }
    return ArmReply.of(200, page);
  }

  private static String link(ArmCall call, URI endpoint, long skip) {
    String filter = URLEncoder.encode(call.query().get("$filter"), StandardCharsets.UTF_8);
    return "%s%s?api-version=%s&$filter=%s&$skiptoken=p%d"
        .formatted(endpoint, call.path(), call.apiVersion(), filter, skip);
  }

  private static boolean meets(Kept each, String name, String wanted) {
    if (name == null) {
      return true;
    }
    String value =
        switch (name) {
          case "resourceUri" -> each.text("resourceId");
          case "resourceProvider" ->
              each.json().getAsJsonObject("resourceProviderName").get("value").getAsString();
          default -> each.text(name);
        };
    return value.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT));
  }
}
