import {
  applyCreateCompletionRequestDefaults,
  validateCreateCompletionRequest,
} from "@completions-api/validators";
import type { Answer, CompletionAnswer, ErrorAnswer, Exchange, ExpectedError } from "./contract-case.ts";
import { expectThat } from "./contract-violation.ts";
import { valid } from "./http/valid.ts";
import { isObject } from "./is-object.ts";
import { completionRules } from "./rules/completion-rules.ts";

/**
 * Holds an answer to what its exchange expects, and a completion to the rules that hold for every one. The answer's
 * schema is for whoever read it to check.
 *
 * @throws ContractViolation
 */
export function checkAnswer({ request, expect }: Exchange, answer: Answer): void {
  const expected = expect.outcome === "error" ? `error ${expect.code}` : expect.outcome;
  const came = answer.outcome === "error" ? `error ${answer.code}: ${answer.body.message}` : answer.outcome;
  if (answer.outcome === "error") {
    expectThat(expect.outcome === "error" && expect.code === answer.code, expected, came);
    checkError(expect, request.body, answer);
    return;
  }
  expectThat(expect.outcome === answer.outcome, expected, came);
  if (answer.outcome === "completion") checkCompletion(request.body, answer);
}

function checkCompletion(body: unknown, { completion }: CompletionAnswer): void {
  const request = valid(validateCreateCompletionRequest(body), "request");
  for (const rule of completionRules) rule(applyCreateCompletionRequestDefaults(request), completion);
}

function checkError(expect: ExpectedError, requestBody: unknown, { body, retryAfter }: ErrorAnswer): void {
  const { loc, param, mentions = [], retryAfter: seconds } = expect;
  if (loc !== undefined) {
    const detail = "detail" in body ? body.detail : undefined;
    expectThat(String(detail?.loc) === String(loc), `detail.loc ${JSON.stringify(loc)}`, body);
    const value = excerpt(valueAt(requestBody, loc.slice(1)));
    expectThat(detail?.value === value, `detail.value ${value}`, body);
  }
  if (param !== undefined) {
    expectThat("param" in body && body.param === param, `param ${param}`, body);
  }
  for (const text of mentions) {
    expectThat(body.message.includes(text), `a message with ${JSON.stringify(text)}`, body.message);
  }
  if (seconds !== undefined) expectThat(retryAfter === seconds, `Retry-After ${seconds}`, retryAfter);
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), body);
}

/** JSON text as the spec cuts it: at 256 characters. Of what is missing it is `null`. */
function excerpt(value: unknown): string {
  return Array.from(JSON.stringify(value ?? null))
    .slice(0, 256)
    .join("");
}
