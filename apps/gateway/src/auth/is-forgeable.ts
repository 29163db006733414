import { isLoopback } from "../network/is-loopback.ts";
import { toHost } from "../network/to-host.ts";

/** Returns whether others can change what is fetched from a URL: over plain http, unless it comes from this machine. */
export function isForgeable(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === "http:" && !isLoopback(toHost(url));
}
