package io.snapwarden.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code snapwarden policy}: the policy that the app has in force. */
@Command(
    name = "policy",
    header = "Put a policy in force, and look at those that were.",
    description = {
      "Works on the app's own storage. Name it in the environment as the app's settings do: "
          + "AzureWebJobsStorage (a connection string), or AzureWebJobsStorage__accountName and "
          + "your own sign-in (`az login`) with the role Storage Blob Data Contributor; and "
          + "SNAPWARDEN_POLICY, if the policy is not at snapwarden/policy.json."
    },
    exitCodeList = {
      "0:fine",
      "1:the tool, the storage or the sign-in failed, or somebody else was faster",
      "2:bad usage, a bad policy, or no such version"
    },
    footer = {
      "  snapwarden policy put policy.json",
      "  snapwarden policy versions",
      "  snapwarden policy get --version 20261120T091500Z-0123456789ab | \\",
      "    snapwarden policy put -"
    })
final class PolicyCommands {

  static void addTo(CommandLine policy, Surroundings surroundings) {
    policy
        .addSubcommand(new PutPolicy(surroundings))
        .addSubcommand(new GetPolicy(surroundings))
        .addSubcommand(new ListPolicies(surroundings));
  }
}
