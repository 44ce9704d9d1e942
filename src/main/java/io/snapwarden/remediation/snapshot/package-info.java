/**
 * Answers the snapshot itself: tags, a lock, its deletion, and the right that let it be written.
 */
@NullMarked
package io.snapwarden.remediation.snapshot;

import org.jspecify.annotations.NullMarked;
