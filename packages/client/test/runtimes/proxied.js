import { createCompletionsClient } from "@completions-api/client";

// Calls the server through the proxy that the environment names, as the README advises, and prints the text.
const { EnvHttpProxyAgent, fetch } = await import(process.env.UNDICI);
const dispatcher = new EnvHttpProxyAgent();
const client = createCompletionsClient({
  baseUrl: process.env.BASE_URL,
  credential: "any-token",
  async fetch(request) {
    return fetch(request.url, {
      method: request.method,
      headers: [...request.headers],
      body: await request.text(),
      signal: request.signal,
      dispatcher,
    });
  },
});
const request = { prompt: "Call me", max_tokens: 8, temperature: 0 };
const { choices } = await client.complete(request);
const streamed = await (await client.complete({ ...request, stream: true })).final();
console.log(JSON.stringify([choices[0].text, streamed.choices[0].text]));
await dispatcher.close();
