/**
 * Carries one violating write through its response, one durable step at a time; and looks into the
 * Activity Log for those whose event never arrived.
 */
@NullMarked
package io.snapwarden.incident;

import org.jspecify.annotations.NullMarked;
