import { aadTokenUrl } from "@completions-api/validators";
import type { TokenEndpoint } from "./options.ts";

/** @throws TypeError where a secret must not be sent there. */
export function readTokenUrl({ tenant, tokenUrl }: TokenEndpoint): URL {
  if (tokenUrl === undefined) {
    if (!tenant || /[^\w.-]/.test(tenant)) {
      throw new TypeError("A tenant's id or domain is needed as `tenant`, or else a `tokenUrl`.");
    }
    return new URL(aadTokenUrl.replace("/common/", `/${tenant}/`));
  }
  const url = new URL(tokenUrl);
  const { protocol, username, password } = url;
  // What goes to this machine itself crosses no network (RFC 8252, section 8.3), and its servers seldom have certificates.
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(url))) {
    throw new TypeError(
      `The token URL ${showUrl(url)} has to be https, as the client's secret is sent there; only on this machine, as localhost, 127.0.0.1 or [::1], can it be http.`,
    );
  }
  if (username || password) {
    throw new TypeError(`The token URL ${showUrl(url)} cannot have a user name or password in it.`);
  }
  return url;
}

/** The URL without the parts that may be secret. */
export function showUrl({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}

function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
