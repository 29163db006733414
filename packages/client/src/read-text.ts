import { UnexpectedResponseError } from "./errors/unexpected-response-error.ts";

/**
 * Reads a response's body as text.
 *
 * @param limit - the size, in bytes after decompression, beyond which reading stops. The text of a longer body is incomplete.
 * @param problem - the problem with a body that is longer. Absent: its beginning is enough.
 * @throws UnexpectedResponseError if there is a `problem` and the body is longer, or not UTF-8: text with replacement characters
 * could be mistaken for the model's.
 */
export async function readText(response: Response, limit: number, problem?: string): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: !!problem });
  const reader = response.body?.getReader();
  let text = "";
  let bytes = 0;
  while (reader) {
    const { value, done } = await reader.read();
    if (done) break;
    try {
      text += decoder.decode(value, { stream: true });
    } catch {
      throw new UnexpectedResponseError("not UTF-8", response, text);
    }
    bytes += value.length;
    if (bytes > limit) {
      await reader.cancel();
      if (problem) throw new UnexpectedResponseError(problem, response, text);
    }
  }
  return text;
}
