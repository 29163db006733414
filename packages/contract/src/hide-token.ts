/**
 * Replaces the token in a text, since a response may quote it. A short token (`t`, `test`) is not a secret, and its letters
 * often occur in other words.
 */
export function hideToken(text: string, token: string | undefined): string {
  return token === undefined || token.length < 8 ? text : text.replaceAll(token, "***");
}
