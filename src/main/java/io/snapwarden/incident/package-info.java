/** Carries one violating write through its response, one durable step at a time. */
@NullMarked
package io.snapwarden.incident;

import org.jspecify.annotations.NullMarked;
