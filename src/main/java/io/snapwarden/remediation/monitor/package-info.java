/** Has clusters watched: workspaces, Container insights, and audit logs. */
@NullMarked
package io.snapwarden.remediation.monitor;

import org.jspecify.annotations.NullMarked;
