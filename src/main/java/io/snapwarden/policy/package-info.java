/** Decides whether a write was allowed, and names the response if it was not. */
@NullMarked
package io.snapwarden.policy;

import org.jspecify.annotations.NullMarked;
