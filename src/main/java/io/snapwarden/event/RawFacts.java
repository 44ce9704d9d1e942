package io.snapwarden.event;

import org.jspecify.annotations.Nullable;

/** What an event's data, or a record of the Activity Log, says happened. */
final class RawFacts {

  /** Where they stand, from the event on: {@code .data} or nothing. */
  final String path;

  @Nullable String recordId;
  @Nullable String operation;
  @Nullable String resource;
  @Nullable String status;
  @Nullable String resultType;
  @Nullable String subscription;
  @Nullable String tenant;
  @Nullable String correlation;
  @Nullable String clientAddress;
  @Nullable String callerAddress;
  @Nullable String callerName;
  @Nullable Claims claims;
  SnapshotWrite.@Nullable Grant grant;

  RawFacts(String path) {
    this.path = path;
  }

  /** A key that stands here and there, though it has one place; null if none does. */
  @Nullable String saidToo(RawFacts there) {
    if (operation != null && there.operation != null) {
      return "operationName";
    }
    if (subscription != null && there.subscription != null) {
      return "subscriptionId";
    }
    if (tenant != null && there.tenant != null) {
      return "tenantId";
    }
    if (correlation != null && there.correlation != null) {
      return "correlationId";
    }
    if (claims != null && there.claims != null) {
      return "claims";
    }
    return grant != null && there.grant != null ? "authorization" : null;
  }
}
