/**
 * Reads a body as text, and no more of it than it takes to see that it is too long.
 *
 * @param limit - in UTF-16 code units; what is longer comes back cut, and longer than this. Where all is wanted, all has to be
 * UTF-8: a text with replacement characters in it would pass for the model's.
 */
export async function readText({ body }: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: limit === Number.POSITIVE_INFINITY });
  const reader = body?.getReader();
  let text = "";
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
    if (text.length > limit) await reader.cancel();
  }
  return text;
}
