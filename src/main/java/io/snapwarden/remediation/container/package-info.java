/** Container groups of Azure Container Instances. */
@NullMarked
package io.snapwarden.remediation.container;

import org.jspecify.annotations.NullMarked;
