import { isEqual } from "../is-equal.ts";
import type { CompletionCall } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { CodeReplyMatcher } from "./reply.ts";

/** Returns the reason why a request does not fit a matcher, or undefined if it does. */
export function findMismatch(
  { prompt, deployment, headers = {}, face, body = {}, matches }: CodeReplyMatcher,
  call: CompletionCall,
  request: Pick<MockRequest, "headers">,
): string | undefined {
  if (face !== undefined && face !== call.face) return `face is ${call.face}`;
  if (deployment !== undefined && deployment !== call.deployment) return "deployment differs";
  for (const [name, value] of Object.entries(headers)) {
    if (request.headers[name.toLowerCase()]?.join(", ") !== value) return `header ${name} differs`;
  }
  for (const [name, value] of Object.entries(body)) {
    if (!isEqual(call.body[name], value)) return `${name} differs`;
  }
  if (prompt !== undefined && !call.request.prompts.some((listed) => fits(prompt, listed.prompt)))
    return "prompt differs";
  if (matches !== undefined && !matches(call)) return "the function returned false";
  return undefined;
}

function fits(pattern: NonNullable<CodeReplyMatcher["prompt"]>, prompt: string | readonly number[]): boolean {
  if (isTokens(pattern) || typeof prompt !== "string") return isEqual(prompt, pattern);
  if (typeof pattern === "string") return prompt === pattern;
  if (typeof pattern === "function") return pattern(prompt);
  if (pattern instanceof RegExp) return prompt.search(pattern) !== -1;
  if ("includes" in pattern) return prompt.includes(pattern.includes);
  return new RegExp(pattern.matches, pattern.flags).test(prompt);
}

/** Narrows a union, which `Array.isArray` does not do for read-only arrays. */
function isTokens(pattern: unknown): pattern is readonly number[] {
  return Array.isArray(pattern);
}
