/** Returns a response whose text was read, so that it can be read again. A status such as 204 allows no text, even if it is empty. */
export function withText(response: Response, text: string): Response {
  return new Response(text === "" ? null : text, response);
}
