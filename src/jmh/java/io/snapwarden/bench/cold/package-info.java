/** Cold starts, each in a fresh JVM. */
package io.snapwarden.bench.cold;
