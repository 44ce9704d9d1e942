package io.snapwarden.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.GivenEnvironment;
import io.snapwarden.azure.Arm;
import io.snapwarden.azure.AzureArm;
import io.snapwarden.azure.Credentials;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the functions reach with its settings, wherever they run. */
class AzureAloneTest {

  private final AzureAlone azure = new AzureAlone();

  @AfterEach
  void close() {
    GivenEnvironment.reset();
    azure.close();
  }

  @Test
  void with_its_settings_the_app_reads_the_snapshot_of_the_sandboxs_event_as_itself() {
    Map<String, String> settings = azure.settings();
    GivenEnvironment.set(settings);
    Arm arm =
        new AzureArm(URI.create(settings.get("SNAPWARDEN_ARM_ENDPOINT")), Credentials.of(settings));

    assertThat(arm.read(AzureAlone.WRITTEN.text(), "2025-09-01")).isPresent();
    assertThat(azure.arm().requests())
        .extracting(call -> call.principal().objectId())
        .containsExactly(settings.get("SNAPWARDEN_PRINCIPAL_ID"));
    assertThat(Stage.resource("/sandbox/event.json")).contains(AzureAlone.WRITTEN.text());
  }

  @Test
  void it_sets_nothing_that_is_no_setting_of_the_app() throws Exception {
    String example =
        java.nio.file.Files.readString(java.nio.file.Path.of("local.settings.json.example"));

    assertThat(azure.settings().keySet())
        .allSatisfy(name -> assertThat(example).contains('"' + name + '"'));
  }
}
