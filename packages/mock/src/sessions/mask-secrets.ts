/** Matches the name of a header or query parameter that holds a secret. */
const secretName =
  /assertion|auth|bearer|(?<![a-z])code$|cookie|credential|hmac|jwt|key|otp$|pass(?!-through)|pwd|saml|secret|session|(?<![a-z])sid$|sig|ticket|token/i;

/**
 * Matches names that look so, but hold none: a challenge, a number of tokens of text such as `x-ratelimit-remaining-tokens`, the
 * code of an error, and the mock's own sessions.
 */
const harmlessName = /authenticate$|^x-ratelimit-|(?:error|status)-code$|^x-mock-session$/i;

/** Returns true if the header or query parameter of a name holds a secret. */
export function isSecret(name: string): boolean {
  return secretName.test(name) && !harmlessName.test(name);
}

/** Headers as requests and responses have them: values, or lists of them, by lower-case name. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Replaces secrets in what the journal shows. */
export interface Mask {
  /** Returns the headers with a list of values as one value, separated by commas. */
  headers(headers: Headers): Record<string, string>;
  /** Returns the target of a request. */
  url(target: string): string;
}

/** Replaces secrets by `***`. */
export const maskSecrets: Mask = {
  headers: (headers) => mapHeaders(headers, maskHeader),
  url: maskUrl,
};

/** Leaves everything as it is. */
export const revealSecrets: Mask = {
  headers: (headers) => mapHeaders(headers, (_name, value) => value),
  url: (target) => target,
};

function maskUrl(url: string): string {
  return url
    .replace(/^(\w+:\/\/)[^/?#]*@/, "$1***@")
    .replaceAll(/([?&;#]([^=&;#]*)=)[^&;#]*/g, (pair, start: string, name: string) =>
      isSecret(decodeName(name)) ? `${start}***` : pair,
    );
}

/** Decodes a name (RFC 3986, section 2.1), also one that was encoded several times on its way through proxies. */
function decodeName(name: string): string {
  let decoded = name;
  for (let times = 0; times < 3; times += 1) decoded = decoded.replaceAll(/%([\da-f]{2})/gi, decodeByte);
  return decoded;
}

/** Names of secrets are ASCII, so what the other bytes mean together does not matter. */
function decodeByte(_encoded: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

/** Replaces the value of a header that holds a secret, except for a scheme before it, and the secrets in a URL. */
function maskHeader(name: string, value: string): string {
  if (name === "referer" || name === "location") return maskUrl(value);
  if (!isSecret(name)) return value;
  const [scheme = ""] = /^(?:Basic|Bearer:?) /i.exec(value) ?? [];
  return `${scheme}***`;
}

function mapHeaders(headers: Headers, map: (name: string, value: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = []]) => [
      name,
      map(name, typeof value === "string" ? value : value.join(", ")),
    ]),
  );
}
