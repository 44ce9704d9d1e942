package io.snapwarden.incident;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.snapwarden.event.Guid;
import io.snapwarden.event.ResourceId;
import io.snapwarden.event.SnapshotWrite;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Links into the Azure portal. Its addresses by cloud are from Microsoft Learn, "National clouds".
 */
public record Portal(String host) {

  public static final Portal PUBLIC = new Portal("portal.azure.com");

  private static final Duration AROUND = Duration.ofDays(1);

  private static final Map<String, String> BY_RESOURCE_MANAGER =
      Map.of(
          "management.usgovcloudapi.net", "portal.azure.us",
          "management.chinacloudapi.cn", "portal.azure.cn");

  /** The portal of the cloud whose Resource Manager this is. */
  public static Portal of(URI resourceManager) {
    String host = String.valueOf(resourceManager.getHost()).toLowerCase(Locale.ROOT);
    return new Portal(BY_RESOURCE_MANAGER.getOrDefault(host, PUBLIC.host));
  }

  /**
   * Where a resource is shown.
   *
   * @param tenant null if it is not known: then the portal shows it in the viewer's own
   */
  URI resource(ResourceId id, @Nullable Guid tenant) {
    return at((tenant == null ? "" : "@" + tenant + "/") + "resource" + encoded(id));
  }

  /**
   * Where the activity log is shown, searched for a correlation id. Such links are seen in use but
   * described nowhere: where the portal does not take it any more, it shows the whole log.
   */
  URI activityLog(SnapshotWrite write) {
    JsonObject query = new JsonObject();
    query.addProperty("searchString", write.correlationId());
    query.addProperty("timeSpan", "3");
    query.addProperty("startTime", write.at().minus(AROUND).toString());
    query.addProperty("endTime", write.at().plus(AROUND).toString());
    JsonArray subscriptions = new JsonArray();
    subscriptions.add(write.target().subscription().toString());
    query.add("subscriptions", subscriptions);
    JsonObject inputs = new JsonObject();
    inputs.add("query", query);
    return at(
        "blade/Microsoft_Azure_ActivityLog/ActivityLogBlade/queryInputs/"
            + encoded(inputs.toString()));
  }

  private URI at(String fragment) {
    return URI.create("https://" + host + "/#" + fragment);
  }

  private static String encoded(ResourceId id) {
    return Arrays.stream(id.text().split("/", -1))
        .map(Portal::encoded)
        .collect(Collectors.joining("/"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
