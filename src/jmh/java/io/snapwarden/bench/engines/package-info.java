/** Snapwarden's decisions beside those of other policy engines. */
package io.snapwarden.bench.engines;
