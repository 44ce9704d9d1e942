/** Tells people, once for each problem: the ledger, and the mirror that keeps desks to it. */
@NullMarked
package io.snapwarden.ticket;

import org.jspecify.annotations.NullMarked;
