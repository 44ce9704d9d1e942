package io.snapwarden.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.CredentialUnavailableException;
import io.snapwarden.sandbox.IdentityEndpoint;
import io.snapwarden.sandbox.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  private static final TokenRequestContext REQUEST =
      new TokenRequestContext().addScopes("https://management.azure.com/.default");

  private static final Principal APP =
      Principal.managedIdentity(
          "77777777-7777-7777-7777-777777777777", "88888888-8888-8888-8888-888888888888");

  /** Asks for a token as the app does, in a process of its own. */
  static final class Asks {
    public static void main(String[] args) {
      try {
        System.out.println(Credentials.of(System.getenv()).getTokenSync(REQUEST).getToken());
      } catch (CredentialUnavailableException e) {
        System.out.println("unavailable: " + e.getMessage());
      }
    }
  }

  @Test
  void an_app_with_a_managed_identity_gets_its_token_from_the_platform() throws Exception {
    try (IdentityEndpoint identity = IdentityEndpoint.start(APP)) {
      String token = asking(identity.environment());

      assertThat(token).startsWith("eyJ");
      assertThat(identity.requests()).isEqualTo(1);
    }
  }

  @Test
  void nothing_of_azure_identity_is_loaded_before_the_first_token_is_asked_for() throws Exception {
    Class<?> credentials =
        new WithoutClasses("com.azure.identity.").loadClass(Credentials.class.getName());

    Object credential =
        credentials.getMethod("of", Map.class).invoke(null, Map.of("IDENTITY_ENDPOINT", "x"));

    assertThatThrownBy(() -> ((TokenCredential) credential).getTokenSync(REQUEST))
        .isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void a_developer_who_is_not_signed_in_is_told_so_without_native_code() throws IOException {
    String answer = asking(Map.of("PATH", ""));

    assertThat(answer)
        .startsWith("unavailable: ")
        .contains("EnvironmentCredential", "AzureCliCredential");
  }

  private static String asking(Map<String, String> environment) throws IOException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Asks.class.getName());
    java.environment().keySet().removeIf(name -> name.startsWith("AZURE_"));
    java.environment().putAll(environment);
    return output(java.redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
