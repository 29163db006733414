import { createCompletionsClient } from "@completions-api/client";

const { COMPLETIONS_URL = "", COMPLETIONS_KEY = "" } = process.env;
const client = createCompletionsClient({ baseUrl: COMPLETIONS_URL, credential: COMPLETIONS_KEY });

const stream = await client.complete({ prompt: "Call me", max_tokens: 16, seed: 2, stream: true });
for await (const text of stream.text()) process.stdout.write(text);
