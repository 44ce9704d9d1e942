package io.snapwarden.chaos;

/**
 * A text that is no sound event, and must end in a ticket of its own all the same.
 *
 * @param text as it is sent
 * @param toQueue whether it is put into the queue, where messages are expected, instead of being
 *     delivered as an event
 */
record Malformed(String text, boolean toQueue) {}
