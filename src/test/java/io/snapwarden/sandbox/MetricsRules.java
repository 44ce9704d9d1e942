package io.snapwarden.sandbox;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Metrics of resources: a value for each interval, as long as there are any. */
public final class MetricsRules implements ArmRules {

  private final Map<String, Double> values = new HashMap<>();
  private int most = Integer.MAX_VALUE;

  /**
   * From now on a resource's metric is this.
   *
   * @param filter as it is asked for, as in {@code nodepool eq 'workers'}; empty for none
   */
  public synchronized void set(String resource, String filter, double value) {
    values.put(ArmPath.key(resource) + "|" + filter, value);
  }

  /** Only so many values are there, however many are asked for. */
  public synchronized void atMost(int count) {
    most = count;
  }

  @Override
  public List<String> types() {
    return List.of("microsoft.insights/metrics");
  }

  @Override
  public synchronized Optional<ArmReply> answer(ArmCall call, ArmPath path, ArmResources azure) {
    String[] span = call.query().getOrDefault("timespan", "/").split("/", -1);
    Double value =
        values.get(ArmPath.key(path.scope()) + "|" + call.query().getOrDefault("$filter", ""));
    JsonArray data = new JsonArray();
    if (value != null) {
      Instant at = Instant.parse(span[0]);
      for (int i = 0; i < most && at.isBefore(Instant.parse(span[1])); i++) {
        JsonObject point = new JsonObject();
        point.addProperty("timeStamp", at.toString());
        point.addProperty("average", value);
        data.add(point);
        at = at.plus(Duration.parse(call.query().get("interval")));
      }
    }
    JsonObject series = new JsonObject();
    series.add("data", data);
    JsonObject metric = new JsonObject();
    metric.add("timeseries", array(series));
    JsonObject answer = new JsonObject();
    answer.add("value", array(metric));
    return Optional.of(ArmReply.of(200, answer));
  }

  private static JsonArray array(JsonObject object) {
    JsonArray array = new JsonArray();
    array.add(object);
    return array;
  }
}
