import { UnexpectedResponseError } from "./errors/unexpected-response-error.ts";

/**
 * Reads a response's body as text.
 *
 * @param limit - the length, in UTF-16 code units, after which reading stops. The text of a longer body is incomplete and
 * longer than the limit. Without a limit, the whole body is read.
 * @throws UnexpectedResponseError if the body is not UTF-8 and there is no limit: text with replacement characters could be
 * mistaken for the model's.
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
