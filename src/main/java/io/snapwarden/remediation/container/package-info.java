/** Azure container instances that do not run as they should. */
@NullMarked
package io.snapwarden.remediation.container;

import org.jspecify.annotations.NullMarked;
