package io.snapwarden.remediation.scale;

import com.google.gson.JsonObject;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.ArmAnswer;
import io.snapwarden.azure.ArmException;
import io.snapwarden.azure.ArmRequest;
import io.snapwarden.event.ResourceId;
import io.snapwarden.remediation.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Metrics of a resource: {@code Metrics_List} in azure-rest-api-specs,
 * Microsoft.Insights/stable/2018-01-01/metrics_API.json.
 */
final class Metrics {

  private static final String VERSION = "2018-01-01";

  private final Arm arm;

  Metrics(Arm arm) {
    this.arm = arm;
  }

  /**
   * The average over the last minutes.
   *
   * @param grain how many minutes each value is about; not every metric has every grain
   * @param filter as in {@code nodepool eq 'workers'}; empty for none
   * @return empty if less than half of what there should be is there: then nothing is known
   */
  OptionalDouble average(
      ResourceId resource, String metric, int grain, String filter, Instant now, Duration window) {
    Instant end = now.truncatedTo(ChronoUnit.MINUTES);
    ArmRequest request =
        ArmRequest.get(resource.text() + "/providers/Microsoft.Insights/metrics", VERSION)
            .with("metricnames", metric)
            .with("timespan", end.minus(window) + "/" + end)
            .with("interval", "PT" + grain + "M")
            .with("aggregation", "Average");
    ArmAnswer answer = arm.send(filter.isEmpty() ? request : request.with("$filter", filter));
    if (answer.status() == 404 || answer.status() == 400) {
      // There is no such resource, or nothing of the kind is measured there.
      return OptionalDouble.empty();
    }
    if (answer.status() != 200 || !(answer.body() instanceof JsonObject json)) {
      throw ArmException.of(answer);
    }
    List<Double> points =
        Fields.objects(json, "value").stream()
            .flatMap(value -> Fields.objects(value, "timeseries").stream())
            .flatMap(series -> Fields.objects(series, "data").stream())
            .filter(point -> point.has("average"))
            .map(point -> point.get("average").getAsDouble())
            .toList();
    return points.size() * 2L * grain < window.toMinutes()
        ? OptionalDouble.empty()
        : points.stream().mapToDouble(Double::doubleValue).average();
  }
}
