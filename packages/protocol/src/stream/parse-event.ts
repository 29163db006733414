import type { CompletionEvent } from "@completions-api/types";

/**
 * Parses the data of an event other than `[DONE]`. The result has an object as `error`, or passes {@link hasChoices}.
 *
 * @param fail - throws an error for a problem that is worded to follow "Event 1".
 */
export function parseEvent(
  data: string,
  fail: (problem: string, options?: { readonly cause: unknown }) => never,
): CompletionEvent {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch (cause) {
    fail("is not JSON", { cause });
  }
  if (!isCompletionEvent(event)) fail("is not a completion event");
  return event;
}

function isCompletionEvent(event: unknown): event is CompletionEvent {
  const { error }: { error?: unknown } = Object(event);
  return error === undefined ? hasChoices(event) : Object(error) === error;
}

/**
 * Checks that a body or event has a list of choices with texts. This is just enough for reading it safely; the rest of
 * the schema is the business of `@completions-api/validators`.
 */
export function hasChoices(value: unknown): boolean {
  const { choices }: { choices?: unknown } = Object(value);
  return Array.isArray(choices) && choices.every((choice) => typeof Object(choice).text === "string");
}
