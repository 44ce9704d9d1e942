/** Microsoft Defender for Cloud. */
@NullMarked
package io.snapwarden.remediation.defender;

import org.jspecify.annotations.NullMarked;
