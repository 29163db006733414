import { listPrompts } from "@completions-api/protocol";
import { checkErrorParts, completionRules } from "@completions-api/protocol/rules";
import {
  apiVersion,
  applyCreateCompletionRequestDefaults,
  validateCompletionEvent,
  validateCreateCompletionRequest,
  validateCreateCompletionResponse,
  validateErrorBody,
  validateResponseHeaders,
} from "@completions-api/validators";
import { expectRule, expectThat, expectValid } from "../contract-violation.ts";
import { isObject } from "../is-object.ts";
import type { FaceFormat } from "./face-format.ts";

/** The API's own face. */
export const completionsFormat: FaceFormat = {
  query: `api-version=${apiVersion}`,
  rules: completionRules,
  validateCompletion: validateCreateCompletionResponse,
  validateEvent: validateCompletionEvent,
  validateHeaders: validateResponseHeaders,

  readRequest(body) {
    const validation = validateCreateCompletionRequest(body);
    if (!validation.valid) return undefined;
    const request = applyCreateCompletionRequestDefaults(validation.value);
    return {
      prompts: listPrompts(request.prompt).map(({ prompt }) => prompt),
      maxTokens: request.max_tokens,
      stop: [request.stop ?? []].flat(),
      stream: request.stream,
      usage: "last-event",
      n: 1,
      bestOf: 1,
      echo: false,
      logprobs: undefined,
    };
  },

  readError({ status, headers }, json) {
    const body = expectValid(validateErrorBody(status, json), `body of the ${status}`);
    const code = expectRule(() => checkErrorParts({ status, headers: Object.fromEntries(headers), body }));
    return { code, body };
  },

  toCode: ({ code }) => code,

  checkFault({ loc, param, mentions = [] }, requestBody, body) {
    expectThat("message" in body, "an error of the API's own face", body);
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
  },
};

function valueAt(body: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), body);
}

/** Formats a value as the spec's `detail.value`: JSON cut at 256 characters, and `null` for a missing value. */
function toDetailValue(value: unknown): string {
  return Array.from(JSON.stringify(value ?? null))
    .slice(0, 256)
    .join("");
}
