import { UnexpectedResponseError } from "./errors/unexpected-response-error.ts";

/**
 * Reads a body as text, and no more of it than it takes to see that it is too long.
 *
 * @param limit - in UTF-16 code units; what is longer comes back cut, and longer than this. Without it, all is read.
 * @throws UnexpectedResponseError where all is to be read and is not UTF-8: a text with replacement characters in it would pass
 * for the model's.
 */
export async function readText(response: Response, limit?: number): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: !limit });
  const reader = response.body?.getReader();
  let text = "";
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    try {
      text += decoder.decode(value, { stream: true });
    } catch {
      throw new UnexpectedResponseError("not UTF-8", response, text);
    }
    if (limit && text.length > limit) await reader.cancel();
  }
  return text;
}
