package io.snapwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.snapwarden.event.Writes;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The published schema says the same as the reader, as far as a schema can. */
class PolicySchemaTest {

  private static final String CANNOT_SAY = "// The schema cannot say this.";

  private final JsonSchema schema = schema();

  @TestFactory
  Stream<DynamicTest> a_good_policy_is_good_to_the_schema_and_to_the_reader() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/policies/good"))) {
      Stream<Path> packaged = Stream.of(Path.of("src/main/resources/policy.json"));
      return Stream.concat(files.sorted().toList().stream(), packaged.filter(Files::exists))
          .map(file -> DynamicTest.dynamicTest(BadPolicyTest.name(file), () -> isGood(file)));
    }
  }

  @TestFactory
  Stream<DynamicTest> a_bad_policy_is_bad_to_the_schema_unless_it_cannot_say_so()
      throws IOException {
    return BadPolicyTest.files().stream()
        .map(file -> DynamicTest.dynamicTest(BadPolicyTest.name(file), () -> isBadIfSayable(file)));
  }

  private void isGood(Path file) throws IOException {
    String json = Files.readString(file);

    assertThat(validate(json)).isEmpty();
    assertThat(Policies.good(json, Writes.AT).policy().hash()).startsWith("sha256:");
  }

  private void isBadIfSayable(Path file) throws IOException {
    String json = Files.readString(file);

    assertThat(validate(json).isEmpty())
        .as("whether the schema takes it for good")
        .isEqualTo(json.startsWith(CANNOT_SAY));
  }

  private Set<ValidationMessage> validate(String json) throws IOException {
    StringWriter withoutComments = new StringWriter();
    new JsonText(json).transferTo(withoutComments);
    return schema.validate(withoutComments.toString(), InputFormat.JSON);
  }

  private static JsonSchema schema() {
    InputStream published = PolicyReader.class.getResourceAsStream("policy.schema.json");
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(published);
  }
}
