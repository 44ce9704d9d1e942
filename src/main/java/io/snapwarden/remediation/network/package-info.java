/** Who may reach the nodes. */
@NullMarked
package io.snapwarden.remediation.network;

import org.jspecify.annotations.NullMarked;
