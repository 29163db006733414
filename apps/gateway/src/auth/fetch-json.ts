/** Far more bytes than any issuer's documents have. */
const mostBytes = 1024 * 1024;

/**
 * Fetches a JSON document. Follows no redirects, because they could lead to documents that others wrote.
 *
 * @throws Error unless there is one of at most 1 MiB, and in time: the reason of `signal` once it is aborted.
 */
export async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: "error" });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`${url} responds with status ${response.status}.`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    // Leaving the loop cancels the rest.
    if (bytes > mostBytes) throw new Error(`${url} responds with more than ${mostBytes} bytes.`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new Error(`${url} does not respond with JSON.`);
  }
}
