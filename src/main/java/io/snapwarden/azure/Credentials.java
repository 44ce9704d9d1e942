package io.snapwarden.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpPipeline;
import com.azure.core.util.Configuration;
import com.azure.core.util.ConfigurationBuilder;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.identity.ChainedTokenCredentialBuilder;
import com.azure.identity.EnvironmentCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who the app is in Azure: its managed identity where there is one, else what a developer's
 * environment or the Azure CLI is signed in with.
 */
public final class Credentials {

  private Credentials() {}

  /**
   * A credential that loads nothing of azure-identity until the first token is asked for.
   *
   * @param environment the app's settings. That there is a managed identity is seen by {@code
   *     IDENTITY_ENDPOINT} (the App Service contract); where it is, azure-identity reads from the
   *     process's own environment
   */
  public static TokenCredential of(Map<String, String> environment) {
    Map<String, String> settings = Map.copyOf(environment);
    return new Lazy(() -> Real.of(settings));
  }

  /** A token of this identity for a scope, as in {@code <resource id>/.default}. */
  public static String token(TokenCredential credential, String scope) {
    return credential.getTokenSync(new TokenRequestContext().addScopes(scope)).getToken();
  }

  /** Kept apart so that loading {@link Credentials} loads nothing that this names. */
  private static final class Real {

    static TokenCredential of(Map<String, String> settings) {
      HttpPipeline pipeline = Wire.pipeline(Wire.client(), Wire.onceMore());
      return settings.containsKey("IDENTITY_ENDPOINT")
          ? managedIdentity(settings, pipeline)
          : developer(settings, pipeline);
    }

    private static TokenCredential managedIdentity(
        Map<String, String> settings, HttpPipeline pipeline) {
      ManagedIdentityCredentialBuilder identity =
          new ManagedIdentityCredentialBuilder().pipeline(pipeline);
      String clientId = clientId(settings);
      return (clientId == null ? identity : identity.clientId(clientId)).build();
    }

    /**
     * The identity that holds the app's storage is the app's; it is set wherever there are several.
     */
    private static @Nullable String clientId(Map<String, String> settings) {
      for (String name : new String[] {"AzureWebJobsStorage__clientId", "AZURE_CLIENT_ID"}) {
        String value = settings.getOrDefault(name, "").strip();
        if (!value.isEmpty()) {
          return value;
        }
      }
      return null;
    }

    private static TokenCredential developer(Map<String, String> settings, HttpPipeline pipeline) {
      Configuration configuration =
          new ConfigurationBuilder(none -> Map.of(), none -> Map.of(), names -> settings).build();
      return new ChainedTokenCredentialBuilder()
          .addLast(
              new EnvironmentCredentialBuilder()
                  .configuration(configuration)
                  .pipeline(pipeline)
                  .build())
          .addLast(new AzureCliCredentialBuilder().build())
          .build();
    }
  }

  /** A credential that could not be made is tried again with the next token. */
  private static final class Lazy implements TokenCredential {

    private final Supplier<TokenCredential> making;
    private @Nullable TokenCredential made;

    Lazy(Supplier<TokenCredential> making) {
      this.making = making;
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      return Mono.defer(() -> made().getToken(request));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
      return made().getTokenSync(request);
    }

    private synchronized TokenCredential made() {
      TokenCredential credential = made;
      if (credential == null) {
        credential = making.get();
        made = credential;
      }
      return credential;
    }
  }
}
