package io.snapwarden.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.snapwarden.policy.PolicyStore;
import io.snapwarden.policy.PolicyStoreContract;
import io.snapwarden.sandbox.Azurite;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobPoliciesTest extends PolicyStoreContract {

  private final String account = Azurite.shared().connectionString();

  @Override
  protected PolicyStore policies() {
    return OnAzurite.freshAccount().policies();
  }

  private PolicyStore at(String path) {
    return new AzureStorage(
            Map.of("AzureWebJobsStorage", account, "SNAPWARDEN_POLICY", path),
            () -> {
              throw new AssertionError("a connection string needs no identity");
            })
        .policies();
  }

  private BlobContainerClient container(String name) {
    return new BlobServiceClientBuilder()
        .connectionString(account)
        .httpClient(new JdkHttpClientBuilder().build())
        .buildClient()
        .getBlobContainerClient(name);
  }

  @Test
  void everything_is_beside_the_blob_that_the_setting_names() {
    PolicyStore policies = at("guard/team/blue.json");

    policies.replace(null, "one");
    PolicyStore.Stored one = policies.current().orElseThrow();
    policies.replace(one, "two");
    policies.keepLastGood("two");

    assertThat(container("guard").listBlobs())
        .extracting(blob -> blob.getName())
        .containsExactlyInAnyOrder(
            "team/blue.json",
            "team/blue.json.last-good",
            "team/blue.json.versions/" + one.version().name() + ".json");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, EFBBBF", "UTF-16BE, FEFF", "UTF-16LE, FFFE"})
  void what_an_editor_uploaded_reads_as_the_host_reads_it(String charset, String mark) {
    byte[] start = java.util.HexFormat.of().parseHex(mark);
    byte[] rest = "{\"täg\": 1}".getBytes(Charset.forName(charset));
    byte[] bytes = java.util.Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, bytes, start.length, rest.length);
    container("snapwarden").create();
    container("snapwarden").getBlobClient("policy.json").upload(BinaryData.fromBytes(bytes));

    assertThat(at("").current().orElseThrow().text()).isEqualTo("{\"täg\": 1}");
  }

  @Test
  void a_stranger_among_the_versions_is_not_listed() {
    container("snapwarden").create();
    container("snapwarden")
        .getBlobClient("policy.json.versions/readme.txt")
        .upload(BinaryData.fromBytes("hello".getBytes(StandardCharsets.UTF_8)));

    assertThat(at("snapwarden/policy.json").versions()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy.json",
        "Snapwarden/policy.json",
        "ab/policy.json",
        "sixty-four-letters-and-digits-are-more-than-a-container-may-have/policy.json",
        "snap--warden/policy.json",
        "snapwarden/",
        "snapwarden//policy.json",
        "snapwarden/../policy.json",
        "snapwarden/{rand-guid}.json",
        "snapwarden/%OTHER%.json"
      })
  void a_path_that_names_no_blob_is_refused_with_the_cure_and_not_shown(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> at(path))
        .withMessage(
            "SNAPWARDEN_POLICY names no blob: set it to container/name, as in"
                + " snapwarden/policy.json");
  }
}
