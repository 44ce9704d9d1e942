package io.snapwarden.sandbox;

import com.microsoft.azure.functions.OutputBinding;
import org.jspecify.annotations.Nullable;

/** What a function hands to one of its output bindings; null until it does. */
public final class Output<T> implements OutputBinding<T> {

  private @Nullable T value;

  @Override
  public @Nullable T getValue() {
    return value;
  }

  @Override
  public void setValue(@Nullable T value) {
    this.value = value;
  }
}
