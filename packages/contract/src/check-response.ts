import {
  applyCreateCompletionRequestDefaults,
  validateCreateCompletionRequest,
} from "@completions-api/validators";
import { completionRules } from "./completion-rules.ts";
import type {
  Exchange,
  ExpectedError,
  ReceivedCompletion,
  ReceivedError,
  ReceivedResponse,
} from "./contract-case.ts";
import { expectThat, expectValid } from "./contract-violation.ts";
import { isObject } from "./is-object.ts";

/**
 * Checks that a response is the one that its exchange expects, and that a completion keeps the rules for all
 * completions. The code that read the response is responsible for checking it against its schema.
 *
 * @throws ContractViolation
 */
export function checkResponse({ request, expect }: Exchange, received: ReceivedResponse): void {
  const expected = expect.outcome === "error" ? `error ${expect.code}` : expect.outcome;
  const actual =
    received.outcome === "error" ? `error ${received.code}: ${received.body.message}` : received.outcome;
  if (received.outcome === "error") {
    expectThat(expect.outcome === "error" && expect.code === received.code, expected, actual);
    checkError(expect, request.body, received);
    return;
  }
  expectThat(expect.outcome === received.outcome, expected, actual);
  if (received.outcome === "completion") checkCompletion(request.body, received);
}

function checkCompletion(body: unknown, { completion }: ReceivedCompletion): void {
  const request = expectValid(validateCreateCompletionRequest(body), "request");
  for (const rule of completionRules) rule(applyCreateCompletionRequestDefaults(request), completion);
}

function checkError(expect: ExpectedError, requestBody: unknown, { body, retryAfter }: ReceivedError): void {
  const { loc, param, mentions = [], retryAfter: seconds } = expect;
  if (loc !== undefined) {
    const detail = "detail" in body ? body.detail : undefined;
    expectThat(String(detail?.loc) === String(loc), `detail.loc ${JSON.stringify(loc)}`, body);
    const value = toDetailValue(valueAt(requestBody, loc.slice(1)));
    expectThat(detail?.value === value, `detail.value ${value}`, body);
  }
  if (param !== undefined) {
    expectThat("param" in body && body.param === param, `param ${param}`, body);
  }
  for (const text of mentions) {
    for (const name of ["error", "message"] as const) {
      expectThat(body[name].includes(text), `${name} with the text ${JSON.stringify(text)}`, body[name]);
    }
  }
  if (seconds !== undefined) expectThat(retryAfter === seconds, `Retry-After ${seconds}`, retryAfter);
}

function valueAt(body: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), body);
}

/** Formats a value as the spec's `detail.value`: JSON cut at 256 characters, and `null` for a missing value. */
function toDetailValue(value: unknown): string {
  return Array.from(JSON.stringify(value ?? null))
    .slice(0, 256)
    .join("");
}
