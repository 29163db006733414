import { createCompletionsClient } from "@completions-api/client";

interface StreamOptions {
  readonly apiKey: string;
  readonly prompt: string;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Streams the text of a short completion from the server that the page is from. */
export async function* streamCompletion({
  apiKey,
  prompt,
  seed,
  signal,
}: StreamOptions): AsyncGenerator<string> {
  const client = createCompletionsClient({ baseUrl: location.origin, credential: apiKey, maxRetries: 0 });
  const stream = await client.complete({ prompt, seed, max_tokens: 40, stream: true }, { signal });
  yield* stream.text();
}
