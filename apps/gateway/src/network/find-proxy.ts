import { BlockList, isIP, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import { isLoopback } from "./is-loopback.ts";
import { toHost } from "./to-host.ts";

/** The proxy that the environment names for a URL. */
export interface ProxyChoice {
  /** The name of the environment variable. */
  readonly variable: string;
  /** Undefined if the variable's value is not the URL of an HTTP proxy. May contain a user name and password. */
  readonly proxy: URL | undefined;
}

/**
 * Finds the proxy for a URL, as curl and most programs do: in `http_proxy`, `https_proxy` and `no_proxy`, in lower or
 * upper case. This machine itself is never reached through a proxy.
 */
export function findProxy(url: URL, environment: NodeJS.ProcessEnv): ProxyChoice | undefined {
  const name = url.protocol === "https:" ? "https_proxy" : "http_proxy";
  const variable = [name, name.toUpperCase()].find((candidate) => environment[candidate]);
  if (variable === undefined || isLoopback(toHost(url))) return undefined;
  if (isExcluded(url, environment.no_proxy || environment.NO_PROXY || "")) return undefined;
  return { variable, proxy: parseProxy(environment[variable] ?? "") };
}

/** Parses the URL of a proxy. Without a scheme it is `http:`. */
function parseProxy(text: string): URL | undefined {
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return undefined;
  try {
    decodeURIComponent(url.username + url.password);
  } catch {
    return undefined;
  }
  return url;
}

/**
 * Returns whether a list excludes a URL from proxies. Its entries are separated by commas or spaces, each with an optional port:
 * names, which include their subdomains, also with a leading dot; `*.name` for the subdomains only; addresses; ranges of
 * addresses, such as `10.0.0.0/8`; and `*` for everything.
 */
function isExcluded(url: URL, list: string): boolean {
  const host = toHost(url);
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list.split(/[\s,]+/).some((entry) => {
    const [, bracketed, plain, onlyPort] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [
      undefined,
      undefined,
      entry,
    ];
    if (onlyPort !== undefined && onlyPort !== port) return false;
    const excluded = bracketed ?? plain ?? "";
    return excluded === "*" || (isIP(host) ? includesAddress(excluded, host) : includesName(excluded, host));
  });
}

function includesAddress(excluded: string, host: string): boolean {
  const [address = "", bits] = excluded.split("/");
  if (!isIP(address)) return false;
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  const most = family === "ipv6" ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  if (!/^\d*$/.test(bits ?? "") || prefix > most) return false;
  const range = new BlockList();
  range.addSubnet(address, prefix, family);
  return range.check(host, isIPv6(host) ? "ipv6" : "ipv4");
}

function includesName(excluded: string, host: string): boolean {
  const subdomainsOnly = excluded.startsWith("*.");
  const name = domainToASCII(excluded.replace(/^\*?\./, "").replace(/\.$/, ""));
  if (name === "") return false;
  return host.endsWith(`.${name}`) || (host === name && !subdomainsOnly);
}
