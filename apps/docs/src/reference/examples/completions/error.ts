import { ApiError, createCompletionsClient } from "@completions-api/client";

const { COMPLETIONS_URL = "", COMPLETIONS_KEY = "" } = process.env;
const client = createCompletionsClient({ baseUrl: COMPLETIONS_URL, credential: COMPLETIONS_KEY });

try {
  await client.complete({ prompt: "Call me", temperature: 3 });
} catch (error) {
  if (!(error instanceof ApiError) || error.status !== 422) throw error;
  console.log(error.status, error.body.code);
}
