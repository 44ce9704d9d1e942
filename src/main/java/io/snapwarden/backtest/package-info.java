/**
 * What a policy would have made of the past: decides every write of a history, counts what came of
 * it, and gets the history out of the Activity Log.
 */
@NullMarked
package io.snapwarden.backtest;

import org.jspecify.annotations.NullMarked;
