import { createCompletionsClient } from "@completions-api/client";
import { measureCaller, prompt, token } from "./measure-caller.ts";

measureCaller((baseUrl) => {
  const client = createCompletionsClient({ baseUrl, credential: token });
  return async () => (await client.complete({ prompt })).id;
});
