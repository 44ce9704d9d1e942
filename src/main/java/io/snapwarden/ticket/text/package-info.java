/** What people are told, as a document, and how each tracker's format writes it safely. */
@NullMarked
package io.snapwarden.ticket.text;

import org.jspecify.annotations.NullMarked;
