/** All remediations together: what a policy may choose from, and who plans and acts. */
@NullMarked
package io.snapwarden.remediation.playbook;

import org.jspecify.annotations.NullMarked;
