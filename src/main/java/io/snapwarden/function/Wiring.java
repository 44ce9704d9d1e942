package io.snapwarden.function;

/** Gives the app when it is first needed, and again after it could not be had. */
@FunctionalInterface
public interface Wiring {
  App app();
}
