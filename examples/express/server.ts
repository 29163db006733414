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
    if (error instanceof ApiError) {
      response.status(error.status).json(error.body);
      return;
    }
    console.error(error);
    // If text was sent before the failure, `pipeline` has broken the response off.
    if (!response.headersSent) response.status(502).json({ message: "The completion failed." });
  }
});

app.listen(PORT, (error) => {
  if (error) throw error;
  console.log(`Listening on http://localhost:${PORT}`);
});
