import { createCompletionsClient } from "@completions-api/client";

const { COMPLETIONS_URL = "", COMPLETIONS_KEY = "" } = process.env;
const client = createCompletionsClient({ baseUrl: COMPLETIONS_URL, credential: COMPLETIONS_KEY });

const { choices } = await client.complete({ prompt: "Call me", max_tokens: 16, seed: 2 });
console.log(choices[0]?.text);
