import { ApiError, createCompletionsClient } from "@completions-api/client";
import { toResponse } from "@completions-api/client/respond";

/** Streams a completion to the page as plain text. */
export async function POST(request: Request): Promise<Response> {
  const { prompt, temperature } = await request.json();
  // `next build` loads this file too, and may run without these variables, so it creates no client.
  const { COMPLETIONS_URL = "", COMPLETIONS_KEY = "" } = process.env;
  const client = createCompletionsClient({ baseUrl: COMPLETIONS_URL, credential: COMPLETIONS_KEY });
  try {
    const stream = await client.complete(
      { prompt, temperature, max_tokens: 200, stream: true },
      { signal: request.signal },
    );
    return toResponse(stream, { as: "text" });
  } catch (error) {
    if (error instanceof ApiError) return Response.json(error.body, { status: error.status });
    if (!request.signal.aborted) console.error(error);
    return Response.json({ message: "The completion failed." }, { status: 502 });
  }
}
