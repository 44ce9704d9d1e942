package io.snapwarden.remediation.snapshot;

import io.snapwarden.remediation.Lab;
import io.snapwarden.remediation.RemediationContract;
import java.util.List;

class DeleteSnapshotContractTest extends RemediationContract {

  @Override
  protected String remediation() {
    return "delete-snapshot";
  }

  @Override
  protected void arrange(Lab lab) {}

  @Override
  protected List<String> spareable() {
    return List.of(
        "Microsoft.ContainerService/managedclustersnapshots/read",
        "Microsoft.ContainerService/managedclustersnapshots/delete");
  }
}
