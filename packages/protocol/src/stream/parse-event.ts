import type { CompletionEvent } from "@completions-api/types";
import { hasChoices } from "../has-choices.ts";

/**
 * Reads the data of an event other than `[DONE]`, which is then known to have a list of objects as `choices`, or an
 * `error`.
 *
 * @param fail - throws what is wrong with the event, in words that may follow "Event 1".
 */
export function parseEvent(
  data: string,
  fail: (what: string, options?: { readonly cause: unknown }) => never,
): CompletionEvent {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch (cause) {
    fail("is not JSON", { cause });
  }
  if (!isCompletionEvent(event)) fail("is no completion event");
  return event;
}

function isCompletionEvent(event: unknown): event is CompletionEvent {
  const { error }: { error?: unknown } = Object(event);
  return error === undefined ? hasChoices(event) : Object(error) === error;
}
