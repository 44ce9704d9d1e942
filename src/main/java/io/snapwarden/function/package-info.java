/**
 * The entry points that the Functions host calls, and the one place that wires the objects
 * together.
 */
@NullMarked
package io.snapwarden.function;

import org.jspecify.annotations.NullMarked;
