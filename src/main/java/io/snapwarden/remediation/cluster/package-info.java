/** AKS clusters: which one a snapshot belongs to, and what is done to it. */
@NullMarked
package io.snapwarden.remediation.cluster;

import org.jspecify.annotations.NullMarked;
