import { HttpError } from "../../src/index.ts";

/** Returns the HttpError that an action throws. */
export function caught(action: () => unknown): HttpError {
  try {
    action();
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}
