import { ApiError, ResponseError } from "@completions-api/client";

/** Says in plain words why the page shows no completion, and what to do about it. */
export function describeFailure(error: unknown): string {
  if (error instanceof ResponseError && error.status === 401)
    return "This server needs an API key. Enter yours in the playground.";
  if (error instanceof ApiError) return `The server refused: ${error.message}`;
  if (error instanceof ResponseError)
    return "No server of the API is behind this page. Run npx pnpm@12 start to have one.";
  return "The server does not answer. Try again.";
}
