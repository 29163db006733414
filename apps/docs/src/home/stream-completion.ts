import { createCompletionsClient } from "@completions-api/client";

interface StreamOptions {
  readonly prompt: string;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Streams the text of a short completion from the server that the page is from. */
export async function* streamCompletion({ prompt, seed, signal }: StreamOptions): AsyncGenerator<string> {
  // A server on loopback may take any key. If it does not, the page says so.
  const client = createCompletionsClient({ baseUrl: location.origin, credential: "any-key", maxRetries: 0 });
  const stream = await client.complete({ prompt, seed, max_tokens: 40, stream: true }, { signal });
  yield* stream.text();
}
