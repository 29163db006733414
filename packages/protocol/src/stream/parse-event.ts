import type { CompletionEvent } from "@completions-api/types";

/** The parts of an event that decide how it is read, before anything is known of them. */
interface UncheckedEvent {
  readonly object?: unknown;
  error?: unknown;
  choices?: unknown;
  readonly usage?: { readonly total_tokens?: unknown } | null;
}

interface UncheckedChoice {
  index?: unknown;
  text?: unknown;
  readonly finish_reason?: unknown;
  /** The texts of OpenAI's chat completions. */
  readonly delta?: UncheckedMessage | null;
  readonly message?: UncheckedMessage | null;
}

interface UncheckedMessage {
  readonly content?: unknown;
}

const isNoEvent = "is not a completion event";
const lacksText = "has a choice without a text";
const lacksIndex = "has a choice without an index";
const hasOddError = "has an error that is not an object";

/**
 * Parses the data of an event other than `[DONE]`, or a whole completion, which has the same parts. Returns undefined for
 * an event without any part of the completion.
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
 * @param hasOneChoice - true if the completion has one choice. A choice without an index is then that one.
 */
export function parseEvent(
  data: string,
  name: string | undefined,
  fail: (problem: string, options?: { readonly cause: unknown }) => never,
  tolerate: (problem: string) => void,
  hasOneChoice: boolean,
): CompletionEvent | undefined {
  const event = parseObject(data, name, fail, tolerate);
  if (!event) return undefined;
  // SGLang's errors have no other mark than their `object`.
  if (name === "error" || event.object === "error") event.error ||= { ...event };
  if (event.choices && saysNothing(event.error)) event.error = null;
  if (typeof event.error === "string") {
    tolerate(hasOddError);
    // Readers look for the text in `message`, which some servers send as well.
    const { error: message, ...details } = event;
    event.error = { message, ...details };
  }
  if (event.error) {
    if (typeof event.error !== "object") fail(isNoEvent);
    // Nothing but the error is read of it.
    return event as CompletionEvent;
  }
  if ("error" in event) {
    tolerate(hasOddError);
    delete event.error;
  }
  if (event.choices == null) {
    tolerate(isNoEvent);
    if (typeof event.usage?.total_tokens !== "number") return undefined;
    event.choices = [];
  }
  const { choices } = event;
  if (!Array.isArray(choices)) fail(isNoEvent);
  for (const choice of choices as readonly UncheckedChoice[]) {
    if (Object(choice) !== choice) fail(lacksIndex);
    const { text, delta, message } = choice;
    // A chat's text is elsewhere.
    if (!text && (delta ?? message)?.content) fail(lacksText);
    if (!Number.isInteger(choice.index)) {
      // It does not matter which choice says nothing.
      const mayLackIndex = hasOneChoice || !(text || choice.finish_reason);
      if (!mayLackIndex || choice.index != null) fail(lacksIndex);
      tolerate(lacksIndex);
      choice.index = 0;
    }
    if (typeof text === "string") continue;
    if (text != null) fail(lacksText);
    tolerate(lacksText);
    choice.text = "";
  }
  // It has choices with all that reading them requires.
  return event as CompletionEvent;
}

/** Returns whether an error is one that some servers write in every chunk: `""`, `{}`, `{"code": 0}`. */
function saysNothing(error: unknown): boolean {
  return error === "" || (typeof error === "object" && !Object.values(error ?? {}).some(Boolean));
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
  let problem = isNoEvent;
  let options: { readonly cause: unknown } | undefined;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    problem = "is not JSON";
    options = { cause };
  }
  if (value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value;
  const isPing = /^(?:ping|heart-?beat|keep-?alive)$/i.test(name ?? "");
  if (name !== "error" && !isPing && data.trim()) fail(problem, options);
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
