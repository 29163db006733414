/** Returns a URL's host in the form that DNS uses: without the brackets of IPv6, and without the dot that ends a full name. */
export function toHost({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
