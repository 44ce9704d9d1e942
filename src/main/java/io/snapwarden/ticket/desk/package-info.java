/** The trackers that can be told of tickets, one class for each. */
@NullMarked
package io.snapwarden.ticket.desk;

import org.jspecify.annotations.NullMarked;
