/** How many nodes and instances there may be, by how much they are used. */
@NullMarked
package io.snapwarden.remediation.scale;

import org.jspecify.annotations.NullMarked;
