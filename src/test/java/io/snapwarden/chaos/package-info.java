/**
 * The chaos run: workers are killed, storage goes away, Azure fails, events come twice, in any
 * order or not at all; then it is counted whether anything was lost, or done twice.
 */
package io.snapwarden.chaos;
