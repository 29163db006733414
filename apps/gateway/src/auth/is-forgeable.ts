import { isLoopback } from "../config/is-loopback.ts";

/** Returns whether others can change what is fetched from a URL: over plain http, unless it comes from this machine. */
export function isForgeable(url: string): boolean {
  const { protocol, hostname = "" } = URL.parse(url) ?? {};
  return protocol === "http:" && !isLoopback(hostname.replace(/^\[(.*)\]$/, "$1"));
}
