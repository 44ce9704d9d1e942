/** Keeps incidents, evidence and tickets in Azure Storage. */
@NullMarked
package io.snapwarden.storage;

import org.jspecify.annotations.NullMarked;
