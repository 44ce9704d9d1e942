/** Says what each remediation would change in Azure, from live reads, and how to take it back. */
@NullMarked
package io.snapwarden.remediation;

import org.jspecify.annotations.NullMarked;
