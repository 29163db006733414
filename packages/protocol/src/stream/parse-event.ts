import type { CompletionEvent } from "@completions-api/types";

/** The parts of an event that decide how it is read, before anything is known of them. */
interface UncheckedEvent {
  error?: unknown;
  choices?: unknown;
  readonly usage?: { readonly total_tokens?: unknown } | null;
}

interface UncheckedChoice {
  readonly index?: unknown;
  text?: unknown;
  /** The text of OpenAI's chat completions. */
  readonly delta?: unknown;
}

/**
 * Parses the data of an event other than `[DONE]`. Returns undefined for an event without any part of the completion.
 *
 * The result has either an object as `error`, or a list of choices with indexes and texts. The rest of the schema is the
 * business of `@completions-api/validators`. The package's `stream-shapes` list the events of real servers, and why each is
 * read, skipped or refused.
 *
 * Each problem is worded to follow "Event 1".
 *
 * @param name - the value of the event's `event` field.
 * @param fail - throws an error for a problem that may have lost a part of the completion.
 * @param tolerate - is called for every other deviation from the spec. If it returns, reading goes on.
 */
export function parseEvent(
  data: string,
  name: string | undefined,
  fail: (problem: string, options?: { readonly cause: unknown }) => never,
  tolerate: (problem: string) => void,
): CompletionEvent | undefined {
  const event = parseObject(data, name, fail, tolerate);
  if (!event) return undefined;
  if (name === "error") event.error ||= { ...event };
  if (typeof event.error === "string") {
    tolerate("has an error that is not an object");
    // Readers look for the text in `message`, which some servers send as well.
    const { error: message, ...details } = event;
    event.error = { message, ...details };
  }
  if (event.error) {
    if (typeof event.error !== "object") fail("is not a completion event");
    // Nothing but the error is read of it.
    return event as CompletionEvent;
  }
  if ("error" in event) {
    tolerate("has an error that is not an object");
    delete event.error;
  }
  if ((event.choices ?? null) === null) {
    tolerate("is not a completion event");
    if (typeof event.usage?.total_tokens !== "number") return undefined;
    event.choices = [];
  }
  const { choices } = event;
  if (!Array.isArray(choices)) fail("is not a completion event");
  for (const choice of choices as readonly (UncheckedChoice | null)[]) {
    if (choice === null || !Number.isInteger(choice.index)) fail("has a choice without an index");
    if (typeof choice.text === "string") continue;
    // A chat's chunk has its text elsewhere.
    if ((choice.text ?? choice.delta) != null) fail("has a choice without a text");
    tolerate("has a choice without a text");
    choice.text = "";
  }
  // It has choices with all that reading them requires.
  return event as CompletionEvent;
}

/**
 * Parses the data as an object. Returns undefined for other data that holds nothing. If the event is named `error`, other data
 * is the error's message.
 */
function parseObject(
  data: string,
  name: string | undefined,
  fail: (problem: string, options?: { readonly cause: unknown }) => never,
  tolerate: (problem: string) => void,
): UncheckedEvent | undefined {
  let value: unknown;
  let problem = "is not a completion event";
  let options: { readonly cause: unknown } | undefined;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    problem = "is not JSON";
    options = { cause };
  }
  if (value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value;
  if (name !== "error" && name !== "ping" && data.trim()) fail(problem, options);
  tolerate(problem);
  return name === "error" ? { error: { message: data } } : undefined;
}

/**
 * Checks that a body has a list of choices with texts. This is just enough for reading it safely; the rest of the schema is the
 * business of `@completions-api/validators`.
 */
export function hasChoices(value: unknown): boolean {
  const { choices }: { choices?: unknown } = Object(value);
  return Array.isArray(choices) && choices.every((choice) => typeof Object(choice).text === "string");
}
