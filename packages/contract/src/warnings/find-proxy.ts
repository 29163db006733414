import type { RecordedExchange } from "@completions-api/protocol/recorded";
import { headerOf } from "./recorded-response.ts";

const proxies =
  /nginx|openresty|cloudflare|cloudfront|envoy|istio|caddy|traefik|haproxy|varnish|apache|akamai|kong/i;

/** Returns the name of a proxy that the responses show, in `Via` or in `Server`. */
export function findProxy(exchanges: readonly RecordedExchange[]): string | undefined {
  for (const exchange of exchanges) {
    const via = headerOf(exchange, "via");
    if (via !== undefined) return via;
    const server = headerOf(exchange, "server");
    if (server !== undefined && proxies.test(server)) return server;
  }
  return undefined;
}
