import { requireOption } from "./require-option.ts";

/**
 * Checks the address of the API, so that a mistake fails when the client is created, and no request goes to a wrong address. The
 * errors do not quote the address, because it may contain a secret.
 *
 * @returns the address without slashes at its end.
 * @throws TypeError if the address is missing, or `/completions` cannot be added to it.
 */
export function readBaseUrl(baseUrl: string | URL): string {
  const address = `${baseUrl ?? ""}`.trim();
  requireOption("The option `baseUrl`", address, "COMPLETIONS_URL");
  const trimmed = address.replace(/\/+$/, "");
  // A page would resolve `api.example.com`, without a protocol, to a path of its own server.
  if (!/^(https?:\/\/[^/]|\.{0,2}\/)/i.test(address)) refuse("begin with `https://`, `http://` or `/`");
  if (/^\w+:\/\/[^/?#]*@/.test(address)) refuse("not contain a user name or password");
  if (/[?#]/.test(address)) {
    refuse(
      "not have a query or fragment: `apiVersion`, `deployment` and other options set what the API needs",
    );
  }
  // Platforms leave line breaks and tabs out, and read `\` as `/`: the request would go elsewhere.
  if (/[\s\\]/.test(address) || !isAddress(address)) refuse("be a valid address");
  if (trimmed.endsWith("/completions")) refuse("not end with `/completions`, because the client adds it");
  return trimmed;
}

function refuse(rule: string): never {
  throw new TypeError(`The option \`baseUrl\` must ${rule}.`);
}

function isAddress(address: string): boolean {
  try {
    return !!new URL(address, "https://page.example");
  } catch {
    return false;
  }
}
