import { BlockList, isIPv6 } from "node:net";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/**
 * Returns whether an address, or the name of a host, always means this machine.
 *
 * @param host - IPv6 addresses are without brackets.
 */
export function isLoopback(host: string): boolean {
  return host.toLowerCase() === "localhost" || loopback.check(host, isIPv6(host) ? "ipv6" : "ipv4");
}
