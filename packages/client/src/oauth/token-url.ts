import { aadTokenUrl } from "@completions-api/validators";
import type { TokenEndpoint } from "./options.ts";

/**
 * Determines the URL of the token endpoint.
 *
 * @throws TypeError if there is none, or if a secret must not be sent to it.
 */
export function readTokenUrl({ tenant, tokenUrl }: TokenEndpoint): URL {
  if (tokenUrl === undefined) {
    if (!tenant || /[^\w.-]/.test(tenant)) {
      throw new TypeError("Either `tenant`, the id or a domain of a tenant, or `tokenUrl` is required.");
    }
    return new URL(aadTokenUrl.replace("/common/", `/${tenant}/`));
  }
  const url = new URL(tokenUrl);
  const { protocol, username, password } = url;
  // Requests to this machine cross no network (RFC 8252, section 8.3), and its servers seldom have certificates.
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(url))) {
    throw new TypeError(
      `The token URL ${redactUrl(url)} must use https, because the client's secret is sent to it. Only localhost, 127.0.0.1 and [::1] may use http.`,
    );
  }
  if (username || password) {
    throw new TypeError(`The token URL ${redactUrl(url)} must not contain a user name or password.`);
  }
  return url;
}

/** Returns a URL without the parts that may be secret. */
export function redactUrl({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}

function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
