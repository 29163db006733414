/**
 * Replaces the token in a text, since a response may quote it: as it is, escaped in JSON, percent-encoded, or in Base64, alone or
 * as a part of a longer text. Its beginning is replaced, too, where the text was cut: at its end, and before `…`. A short token
 * (`t`, `test`) is not a secret, and its letters often occur in other words.
 */
export function hideToken(text: string, token: string | undefined): string {
  if (token === undefined || token.length < shortestToken) return text;
  const { pattern, forms } = secretOf(token);
  const hidden = text.replace(pattern, "***");
  if (hidden.length > longestMessage) return hideEnd(hidden, forms);
  const parts = hidden.split("…");
  return parts.map((part) => hideEnd(part, forms)).join("…");
}

const shortestToken = 8;
/** The length of a beginning of the token that is hidden. A shorter one, such as `sk-`, is in many texts. */
const shortestBeginning = 5;
/** Only messages are cut. They are shorter than the body of a response may be. */
const longestMessage = 20_000;

interface Secret {
  readonly pattern: RegExp;
  readonly forms: readonly string[];
}

// A run has one token, and hides it in each piece of each response.
const secrets = new Map<string, Secret>();

function secretOf(token: string): Secret {
  const known = secrets.get(token);
  if (known !== undefined) return known;
  // The longest first: a token is the beginning of its form in JSON if it ends with a backslash.
  const plain = [token, ...jsonForms(token), ...percentForms(token)].sort(
    (one, other) => other.length - one.length,
  );
  const encoded = base64Forms(token);
  const patterns = [
    ...plain.map(escapePattern),
    ...encoded.map(({ form, rest }) => `${escapePattern(form)}[\\w+/-]{0,${rest}}`),
  ];
  const secret = {
    pattern: new RegExp([...new Set(patterns)].join("|"), "g"),
    forms: [...new Set([...plain, ...encoded.map(({ form }) => form)])],
  };
  secrets.set(token, secret);
  return secret;
}

function hideEnd(text: string, forms: readonly string[]): string {
  for (const form of forms) {
    if (!text.includes(form.slice(0, shortestBeginning))) continue;
    for (let length = form.length - 1; length >= shortestBeginning; length -= 1) {
      if (text.endsWith(form.slice(0, length))) return `${text.slice(0, -length)}***`;
    }
  }
  return text;
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

/**
 * Base64 has three forms of a text: the bytes before it decide which. The ends of each also depend on the bytes beside it: `rest`
 * is the number of characters after the form that the token may have a part in.
 */
function base64Forms(token: string): readonly { readonly form: string; readonly rest: number }[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = new TextEncoder().encode("\0".repeat(before) + token);
    const left = bytes.length % 3;
    const whole = btoa(String.fromCharCode(...bytes.subarray(0, bytes.length - left)));
    const start = Math.ceil((before * 4) / 3);
    const rest = left === 0 ? 0 : left + 1;
    const form = whole.slice(start);
    // Another alphabet for URLs.
    return [form, form.replaceAll("+", "-").replaceAll("/", "_")].map((form) => ({ form, rest }));
  });
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
