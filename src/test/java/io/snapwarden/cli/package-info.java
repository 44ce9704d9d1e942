/** What a person sees of the command line. */
package io.snapwarden.cli;
