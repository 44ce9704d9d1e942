package io.snapwarden.remediation.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.RemediationSpec.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The role that is deployed grants what the remediations declare, and nothing else. */
class RoleTemplateTest {

  @Test
  void what_each_remediation_needs_is_in_the_template() throws IOException {
    String template = Files.readString(Path.of("infra/role.bicep"));
    String needs = template.substring(template.indexOf("var needs = {"));
    Map<String, List<String>> granted = new LinkedHashMap<>();
    Matcher entry =
        Pattern.compile("(?s)'([a-z-]+)': \\[\n(.*?)\n  \\]")
            .matcher(needs.substring(0, needs.indexOf("\n}\n")));
    while (entry.find()) {
      granted.put(
          entry.group(1),
          entry.group(2).lines().map(line -> line.strip().replace("'", "")).toList());
    }

    Map<String, List<String>> declared = new LinkedHashMap<>();
    for (RemediationSpec spec : new RemediationSpecs().all()) {
      declared.put(spec.id(), spec.permissions().stream().map(Permission::action).toList());
    }
    assertThat(granted).isEqualTo(declared);
    for (String id : declared.keySet()) {
      assertThat(template.split("\n  '" + id + "'\n", -1)).as("allowed twice: " + id).hasSize(3);
    }
  }
}
