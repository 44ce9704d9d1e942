package io.snapwarden.function;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import io.snapwarden.sandbox.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import reactor.core.publisher.Mono;

/** Tokens for tests that are not about getting them. */
final class Tokens {

  private static final Duration LIFETIME = Duration.ofHours(1);

  private Tokens() {}

  static TokenCredential of(Principal principal) {
    return request -> {
      Instant expires = Instant.now().plus(LIFETIME);
      return Mono.just(new AccessToken(principal.token(expires), expires.atOffset(ZoneOffset.UTC)));
    };
  }
}
