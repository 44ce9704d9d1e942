/**
 * The nearest thing to Azure on one machine: a simulated Resource Manager, an identity endpoint, a
 * stand-in for the Functions host, and a scenario that shows all of it at work.
 */
package io.snapwarden.sandbox;
