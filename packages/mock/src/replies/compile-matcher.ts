import { jsonExcerpt } from "@completions-api/protocol";
import type { CompletionCall } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import { isSecret } from "../sessions/mask-secrets.ts";
import { isFound } from "./is-found.ts";
import { isList } from "./is-list.ts";
import type { CodeReplyMatcher } from "./reply.ts";

/** The part of a request that its call does not have. */
type Head = Pick<MockRequest, "headers">;

/** One of the conditions of a matcher. */
export interface Condition {
  /** The condition in words: `prompt "hello"`. */
  readonly text: string;
  readonly holds: (call: CompletionCall, request: Head) => boolean;
  /** Says how a request differs for which the condition does not hold: `prompt is "Call us", not "Call me"`. */
  readonly explain: (call: CompletionCall, request: Head) => string;
}

type PromptMatcher = NonNullable<CodeReplyMatcher["prompt"]>;

/**
 * Compiles a matcher, so that a request is compared with a thousand of them in little time.
 *
 * @returns conditions that all hold for the requests that fit.
 * @throws SyntaxError for a pattern that is not a regular expression.
 */
export function compileMatcher(matcher: CodeReplyMatcher): readonly Condition[] {
  const { prompt, deployment, headers = {}, face, body = {}, matches } = matcher;
  return [
    ...(face === undefined ? [] : [isValue("face", face, (call) => call.face)]),
    ...(deployment === undefined ? [] : [isValue("deployment", deployment, (call) => call.deployment)]),
    ...(prompt === undefined ? [] : [fitsPrompt(prompt)]),
    ...Object.entries(body).map(([name, value]) => fitsParameter(name, value)),
    ...Object.entries(headers).map(([name, value]) => fitsHeader(name, value)),
    ...(matches === undefined ? [] : [returnsTrue(matches)]),
  ];
}

/** Returns the reason why a request does not fit a matcher, or undefined if it does. */
export function findMismatch(
  matcher: CodeReplyMatcher,
  call: CompletionCall,
  request: Head,
): string | undefined {
  return compileMatcher(matcher)
    .find(({ holds }) => !holds(call, request))
    ?.explain(call, request);
}

function isValue(
  name: string,
  expected: string,
  read: (call: CompletionCall) => string | undefined,
): Condition {
  return {
    text: `${name} ${quote(expected)}`,
    holds: (call) => read(call) === expected,
    explain: (call) => differs(name, read(call), quote(expected)),
  };
}

function fitsParameter(name: string, expected: unknown): Condition {
  return {
    text: `${name} ${quote(expected)}`,
    holds: ({ body }) => contains(ownValue(body, name), expected),
    explain: ({ body }) => differs(name, ownValue(body, name), quote(expected)),
  };
}

function fitsHeader(name: string, expected: string | RegExp): Condition {
  const read = ({ headers }: Head) => headers[name.toLowerCase()]?.join(", ");
  const wanted = expected instanceof RegExp ? String(expected) : quote(expected);
  return {
    text: isSecret(name) ? `header ${name}` : `header ${name} ${wanted}`,
    holds(_call, request) {
      const value = read(request);
      return (
        value !== undefined && (expected instanceof RegExp ? isFound(expected, value) : value === expected)
      );
    },
    explain(_call, request) {
      const value = read(request);
      if (isSecret(name)) return `header ${name} ${value === undefined ? "is missing" : "has another value"}`;
      return differs(`header ${name}`, value, wanted);
    },
  };
}

function fitsPrompt(pattern: PromptMatcher): Condition {
  const { fits, wanted } = readPattern(pattern);
  return {
    text: `prompt ${wanted}`,
    holds: ({ request: { prompts } }) => prompts.some(({ prompt }) => fits(prompt)),
    explain({ request: { prompts } }) {
      const [first, ...others] = prompts.map(({ prompt }) => prompt);
      if (others.length > 0)
        return `none of ${prompts.length} prompts is ${wanted}; the first is ${quote(first)}`;
      if (typeof first === "string" && typeof pattern === "string") return contrast(first, pattern);
      return `prompt is ${quote(first)}, not ${wanted}`;
    },
  };
}

/** Returns the test of a pattern, and the words for what it wants. */
function readPattern(pattern: PromptMatcher): {
  readonly fits: (prompt: string | readonly number[]) => boolean;
  readonly wanted: string;
} {
  const ofText = (fits: (prompt: string) => boolean, wanted: string) => ({
    fits: (prompt: string | readonly number[]) => typeof prompt === "string" && fits(prompt),
    wanted,
  });
  if (typeof pattern === "string") return ofText((prompt) => prompt === pattern, quote(pattern));
  if (typeof pattern === "function")
    return ofText((prompt) => ask(pattern, prompt), "accepted by the function");
  if (pattern instanceof RegExp) return ofText((prompt) => isFound(pattern, prompt), `matching ${pattern}`);
  if (isList<unknown>(pattern))
    return {
      fits: (prompt) => typeof prompt === "object" && contains(prompt, pattern),
      wanted: quote(pattern),
    };
  if ("includes" in pattern) {
    const { includes } = pattern;
    return ofText((prompt) => prompt.includes(includes), `including ${quote(includes)}`);
  }
  return readPattern(new RegExp(pattern.matches, pattern.flags));
}

function returnsTrue(matches: NonNullable<CodeReplyMatcher["matches"]>): Condition {
  return {
    text: "the function `matches`",
    holds: (call) => ask(matches, call),
    explain: () => "the function `matches` returns false",
  };
}

/** Returns what a function says about a value. A promise would count as true, so an async function is refused. */
function ask<Value>(accepts: (value: Value) => boolean, value: Value): boolean {
  const accepted: unknown = accepts(value);
  if (accepted instanceof Promise) throw new TypeError("A matcher's function must not be async.");
  return Boolean(accepted);
}

/** Returns true if a JSON value equals another one, apart from properties of objects that only `value` has. */
function contains(value: unknown, expected: unknown): boolean {
  if (typeof expected !== "object" || expected === null || typeof value !== "object" || value === null)
    return value === expected;
  if (Array.isArray(expected) && (!Array.isArray(value) || value.length !== expected.length)) return false;
  return Object.entries(expected).every(([name, item]) => contains(ownValue(value, name), item));
}

/** Returns the value of a property, but none that every object inherits. */
function ownValue(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}

function differs(name: string, actual: unknown, wanted: string): string {
  return actual === undefined
    ? `${name} is missing; it must be ${wanted}`
    : `${name} is ${quote(actual)}, not ${wanted}`;
}

function contrast(prompt: string, expected: string): string {
  let place = 0;
  while (place < prompt.length && prompt[place] === expected[place]) place += 1;
  if (place <= 40) return `prompt is ${quote(prompt)}, not ${quote(expected)}`;
  // The beginnings of two long prompts look the same.
  const [is, not] = [prompt, expected].map((text) => quote(text.slice(place)));
  return `prompt goes on after ${place} characters with ${is}, not ${not}`;
}

/** Quotes a value as JSON, and cuts it if it is long. */
function quote(value: unknown): string {
  const characters = Array.from(jsonExcerpt(value));
  return characters.length > 80 ? `${characters.slice(0, 80).join("")}…` : characters.join("");
}
