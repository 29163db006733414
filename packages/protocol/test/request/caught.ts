import { ApiError } from "../../src/index.ts";

/** The ApiError that `action` throws. */
export function caught(action: () => unknown): ApiError {
  try {
    action();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}
