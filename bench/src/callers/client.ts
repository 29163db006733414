import { createCompletionsClient } from "@completions-api/client";
import { type CreateCaller, prompt, token } from "./caller.ts";

export const createClientCaller: CreateCaller = (baseUrl) => {
  const client = createCompletionsClient({ baseUrl, credential: token });
  return async () => (await client.complete({ prompt })).id;
};
