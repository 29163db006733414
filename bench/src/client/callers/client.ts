import * as ownClient from "@completions-api/client";
import { prompt, token } from "./caller.ts";

/** Creates a caller with this checkout's client, or with the client of another checkout. */
export function createClientCaller(
  baseUrl: string,
  { createCompletionsClient }: Pick<typeof ownClient, "createCompletionsClient"> = ownClient,
): () => Promise<string> {
  const client = createCompletionsClient({ baseUrl, credential: token });
  return async () => (await client.complete({ prompt })).id;
}
