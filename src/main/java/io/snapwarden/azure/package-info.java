/** Talks JSON to Azure Resource Manager. */
@NullMarked
package io.snapwarden.azure;

import org.jspecify.annotations.NullMarked;
