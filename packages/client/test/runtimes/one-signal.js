import { createCompletionsClient } from "@completions-api/client";

// Sends 1,000 calls at once that share a signal, and prints how many of them succeed.
const { signal } = new AbortController();
const client = createCompletionsClient({ baseUrl: process.env.BASE_URL, credential: "any-token", signal });
const call = () => client.complete({ prompt: "Call me", max_tokens: 1 }, { signal });
const completions = await Promise.all(Array.from({ length: 1_000 }, call));
console.log(completions.length);
