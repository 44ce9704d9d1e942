package io.snapwarden.remediation.snapshot;

import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.RemediationContract;
import java.util.List;

class TagSnapshotContractTest extends RemediationContract {

  @Override
  protected String remediation() {
    return "tag-snapshot";
  }

  @Override
  protected void arrange(Lab lab) {}

  @Override
  protected List<String> spareable() {
    return List.of(
        "Microsoft.ContainerService/managedclustersnapshots/read",
        "Microsoft.ContainerService/managedclustersnapshots/write");
  }
}
