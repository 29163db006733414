import type { CompletionEvent } from "@completions-api/types";

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
  if (!isCompletionEvent(event)) fail("has neither choices nor an error");
  return event;
}

/** Just so much that reading on does not fail in strange ways. */
function isCompletionEvent(event: unknown): event is CompletionEvent {
  const { error, choices }: Record<string, unknown> = Object(event);
  return error === undefined ? Array.isArray(choices) && choices.every(isObject) : isObject(error);
}

function isObject(value: unknown): boolean {
  return Object(value) === value;
}
