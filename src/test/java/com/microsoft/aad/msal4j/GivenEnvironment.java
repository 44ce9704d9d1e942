package com.microsoft.aad.msal4j;

import java.util.Map;

/**
 * Gives the managed identity client another environment than the process's: it reads variables
 * itself and offers no other way in. MSAL's own tests do the same.
 */
public final class GivenEnvironment {

  private GivenEnvironment() {}

  /** From now on, for the whole process; tokens got before are forgotten. */
  public static void set(Map<String, String> variables) {
    ManagedIdentityApplication.setEnvironmentVariables(variables::get);
    ManagedIdentityApplication.sharedTokenCache = new TokenCache();
  }

  public static void reset() {
    ManagedIdentityApplication.setEnvironmentVariables(null);
    ManagedIdentityApplication.sharedTokenCache = new TokenCache();
  }
}
