/** Tells people, once for each problem. */
@NullMarked
package io.snapwarden.ticket;

import org.jspecify.annotations.NullMarked;
