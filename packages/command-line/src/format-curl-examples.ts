/** The request of the lines that {@link formatCurlExamples} returns. */
export interface CurlExamples {
  /** The URL of the API, without `/completions`. */
  readonly url: string;
  /** The query parameter `api-version`, if the API has one. */
  readonly apiVersion?: string;
  /** The bearer token, or a shell variable that contains it. */
  readonly token: string;
  readonly body: object;
}

/** Returns a `curl` line that gets a completion, and one that streams it, to paste into a shell. */
export function formatCurlExamples({ url, apiVersion, token, body }: CurlExamples): string {
  const query = apiVersion === undefined ? "" : `?api-version=${apiVersion}`;
  const format = (options: string, body: object) =>
    `curl ${options} '${url}/completions${query}' -H "Authorization: Bearer ${token}" ` +
    `-H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`;
  return `${format("-s", body)}\n\nWith streaming:\n\n${format("-sN", { ...body, stream: true })}\n`;
}
