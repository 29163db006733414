import { pipeline } from "node:stream/promises";
import { ApiError, createCompletionsClient } from "@completions-api/client";
import express from "express";

const { COMPLETIONS_URL = "", COMPLETIONS_KEY = "", PORT = "3000" } = process.env;
const client = createCompletionsClient({ baseUrl: COMPLETIONS_URL, credential: COMPLETIONS_KEY });

const app = express();

app.post("/complete", express.json(), async (request, response) => {
  const caller = new AbortController();
  response.on("close", () => caller.abort());
  try {
    const { prompt, temperature } = request.body;
    const stream = await client.complete(
      { prompt, temperature, max_tokens: 200, stream: true },
      { signal: caller.signal },
    );
    // Without `no-transform`, a compressing proxy holds the text back.
    response.set({ "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache, no-transform" });
    await pipeline(stream.text(), response);
  } catch (error) {
    if (caller.signal.aborted) return;
    if (!(error instanceof ApiError)) throw error;
    response.status(error.status).json(error.body);
  }
});

app.listen(PORT, () => {
  console.log(`Listening on http://localhost:${PORT}`);
});
