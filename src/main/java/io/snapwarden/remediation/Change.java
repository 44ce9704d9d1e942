package io.snapwarden.remediation;

import com.google.gson.JsonObject;
import io.snapwarden.azure.ArmRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change to one resource in Azure.
 *
 * @param summary in words, as in {@code add the tag snapwarden-incident}
 * @param resource the id of the resource that changes
 * @param before the resource as it is now, whole; null if it does not exist
 * @param after the resource as it would be; null if it would be gone
 * @param request what makes the change
 */
public record Change(
    String summary,
    String resource,
    @Nullable JsonObject before,
    @Nullable JsonObject after,
    ArmRequest request) {

  /** What becomes other than it is. */
  public List<Difference> differences() {
    return Difference.between(before, after);
  }
}
