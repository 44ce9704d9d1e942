package io.snapwarden.policy;

import java.net.InetAddress;

/** An IPv4 or IPv6 network in CIDR notation. */
public final class Network {

  private final String text;

  Network(String text) {
    this.text = text;
  }

  public boolean contains(InetAddress address) {
    throw new IllegalStateException("to be written: " + address);
  }

  /** As written in the policy. */
  @Override
  public String toString() {
    return text;
  }
}
