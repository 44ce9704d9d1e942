package io.snapwarden.remediation.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The role that is deployed grants what `snapwarden role` prints, and nothing of its own; a second
 * one, beside roles in resource groups, lets the sweep read the subscription's Activity Log.
 */
class RoleTemplateTest {

  @Test
  void the_template_names_no_action_itself() throws IOException {
    String template = Files.readString(Path.of("infra/role.bicep"));

    assertThat(template)
        .contains("actions: definition.Actions", "param definition object")
        .contains("notActions: []", "dataActions: []", "notDataActions: []");
    String sweep =
        "        actions: [\n          'Microsoft.Insights/eventtypes/values/read'\n        ]\n";
    assertThat(template).containsOnlyOnce(sweep);
    assertThat(template.replace(sweep, "").replaceAll("(?m)^resource .*$", ""))
        .doesNotContainPattern("'Microsoft\\.[A-Za-z]+/");
  }
}
