/** Turns what Azure sends into what happened: who wrote which snapshot, when and from where. */
@NullMarked
package io.snapwarden.event;

import org.jspecify.annotations.NullMarked;
