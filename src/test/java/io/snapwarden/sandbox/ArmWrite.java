package io.snapwarden.sandbox;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that was made in the simulated Resource Manager.
 *
 * @param operation as in {@code Microsoft.ContainerService/snapshots/write}
 * @param id the resource's id as Azure writes it
 * @param resource as it is now; null if it was deleted
 */
public record ArmWrite(
    String operation,
    String id,
    @Nullable JsonObject resource,
    Principal by,
    Instant at,
    String correlationId) {}
