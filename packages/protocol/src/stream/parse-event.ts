import type { CompletionEvent } from "@completions-api/types";
import type { Validation } from "@completions-api/validators";

/** Checks what JSON.parse gave. */
export type ValidateEvent = (event: unknown) => Validation<CompletionEvent>;

/**
 * Reads the data of an event other than `[DONE]`.
 *
 * @param validate - without it, an event is only known to have a list of objects as `choices`, or an `error`.
 * @param fail - throws what is wrong with the event, in words that may follow "Event 1".
 */
export function parseEvent(
  data: string,
  validate: ValidateEvent | undefined,
  fail: (what: string, options?: { readonly cause: unknown }) => never,
): CompletionEvent {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch (cause) {
    fail("is not JSON", { cause });
  }
  if (validate) {
    const validation = validate(event);
    if (validation.valid) return validation.value;
    const [{ loc, message }] = validation.problems;
    fail(`is malformed: ${loc.join(".")}: ${message}`);
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
