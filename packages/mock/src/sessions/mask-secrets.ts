/** Matches the name of a header or query parameter that holds a secret. */
const secretName = /authorization|cookie|key|password|secret|sig|token/i;

/** Replaces the value of a header that holds a secret, except for a scheme before it. */
export function maskHeader(name: string, value: string): string {
  if (!secretName.test(name)) return value;
  const [scheme = ""] = /^(?:Basic|Bearer:?) /i.exec(value) ?? [];
  return `${scheme}***`;
}

/** Replaces the secrets in the target of a request. */
export function maskUrl(url: string): string {
  return url
    .replace(/^(\w+:\/\/)[^/@]*@/, "$1***@")
    .replaceAll(/([?&]([^=&]*)=)[^&]*/g, (pair, start: string, name: string) =>
      secretName.test(name) ? `${start}***` : pair,
    );
}
