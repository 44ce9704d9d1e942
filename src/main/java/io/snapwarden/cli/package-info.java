/** The command line for people. */
@NullMarked
package io.snapwarden.cli;

import org.jspecify.annotations.NullMarked;
