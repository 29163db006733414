/**
 * Reads a body as text, and no more of it than it takes to see that it is too long.
 *
 * @param limit - in UTF-16 code units; what is longer comes back cut, and longer than this.
 */
export async function readText({ body }: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder();
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
