/** Returns a URL's host as DNS has it: without the brackets of IPv6, and without the dot that ends a full name. */
export function toHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
