import { HttpError } from "@completions-api/protocol";
import type { Authenticate } from "../../src/auth/caller.ts";

/** Returns the error with which a token is refused. */
export async function refusal(authenticate: Authenticate, token: string): Promise<HttpError> {
  try {
    await authenticate(token);
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new Error("It is accepted.");
}
