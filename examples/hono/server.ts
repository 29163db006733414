import { ApiError, createCompletionsClient } from "@completions-api/client";
import { toResponse } from "@completions-api/client/respond";
import { serve } from "@hono/node-server";
import { Hono } from "hono";

const { COMPLETIONS_URL = "", COMPLETIONS_KEY = "", PORT = "3000" } = process.env;
const client = createCompletionsClient({ baseUrl: COMPLETIONS_URL, credential: COMPLETIONS_KEY });

const app = new Hono();

app.post("/complete", async (context) => {
  const { prompt, temperature } = await context.req.json();
  const stream = await client.complete(
    { prompt, temperature, max_tokens: 200, stream: true },
    { signal: context.req.raw.signal },
  );
  return toResponse(stream);
});

app.onError((error, context) => {
  if (error instanceof ApiError) return Response.json(error.body, { status: error.status });
  if (!context.req.raw.signal.aborted) console.error(error);
  return Response.json({ message: "The completion failed." }, { status: 502 });
});

serve({ fetch: app.fetch, port: Number(PORT) }, ({ port }) => {
  console.log(`Listening on http://localhost:${port}`);
});
