/**
 * Replaces the token in a text, since a response may quote it: as it is, escaped in JSON, percent-encoded, or in Base64, alone or
 * as a part of a longer text. A short token (`t`, `test`) is not a secret, and its letters often occur in other words.
 */
export function hideToken(text: string, token: string | undefined): string {
  return token === undefined || token.length < shortest ? text : text.replace(patternOf(token), "***");
}

const shortest = 8;

// A run has one token, and hides it in each piece of each response.
const patterns = new Map<string, RegExp>();

function patternOf(token: string): RegExp {
  const known = patterns.get(token);
  if (known !== undefined) return known;
  // The longest first: a token is the beginning of its form in JSON if it ends with a backslash.
  const forms = [token, ...jsonForms(token), ...percentForms(token)]
    .sort((one, other) => other.length - one.length)
    .map(escapePattern);
  const pattern = new RegExp([...new Set([...forms, ...base64Patterns(token)])].join("|"), "g");
  patterns.set(token, pattern);
  return pattern;
}

function jsonForms(token: string): readonly string[] {
  const escaped = JSON.stringify(token).slice(1, -1);
  // Some programs escape slashes, too.
  return [escaped, escaped.replaceAll("/", "\\/")];
}

function percentForms(token: string): readonly string[] {
  const encoded = encodeURIComponent(token);
  return [encoded, encoded.replaceAll(/%../g, (code) => code.toLowerCase())];
}

/** Base64 has three forms of a text: the bytes before it decide which. The ends of each also depend on the bytes beside it. */
function base64Patterns(token: string): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.from("\0".repeat(before) + token);
    const left = bytes.length % 3;
    const whole = bytes.subarray(0, bytes.length - left);
    const start = Math.ceil((before * 4) / 3);
    const end = left === 0 ? "" : `[\\w+/-]{0,${left + 1}}`;
    return (["base64", "base64url"] as const).map(
      (encoding) => escapePattern(whole.toString(encoding).slice(start)) + end,
    );
  });
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
