import type { ErrorCode, ErrorStatus } from "@completions-api/types";
import type * as openaiTypes from "@completions-api/types/openai";
import { expect, expectTypeOf, test } from "vitest";
import {
  aadScopes,
  aadTokenUrl,
  apiVersion,
  createCompletionHeaderDefaults,
  createCompletionRequestParameters,
  errorStatuses,
  validateCreateCompletionQuery,
} from "../src/index.ts";
import * as openai from "../src/openai.ts";

test("the query accepts the version", () => {
  expect(apiVersion).toBe("2024-04-01-preview");
  expect(validateCreateCompletionQuery({ "api-version": apiVersion })).toMatchObject({ valid: true });
});

test("the token of Microsoft Entra ID is for Azure Machine Learning", () => {
  expect(aadTokenUrl).toBe("https://login.microsoftonline.com/common/oauth2/v2.0/token");
  expect(aadScopes).toStrictEqual(["https://ml.azure.com/.default"]);
});

test("the parameters include those of the reference", () => {
  const names =
    "frequency_penalty max_tokens presence_penalty prompt seed stop stream temperature top_p".split(" ");
  expect(createCompletionRequestParameters.toSorted()).toStrictEqual(names);
  const further = "best_of echo logit_bias logprobs model n stream_options suffix user".split(" ");
  expect(openai.createCompletionRequestParameters.toSorted()).toStrictEqual([...names, ...further].sort());
});

test("the headers with a default have it", () => {
  expect(createCompletionHeaderDefaults).toStrictEqual({ "extra-parameters": "error" });
});

test("every error code has a status", () => {
  expectTypeOf<keyof typeof errorStatuses>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<(typeof errorStatuses)[ErrorCode]>().toEqualTypeOf<ErrorStatus>();
  expect(errorStatuses).toMatchObject({ invalid_json: 400, unauthorized: 401, invalid_parameter: 422 });
});

test("every error code of OpenAI's face has a status, and a type if it is not that of a wrong request", () => {
  type Code = openaiTypes.ErrorCode;
  expectTypeOf<keyof typeof openai.errorStatuses>().toEqualTypeOf<Code>();
  expectTypeOf<(typeof openai.errorStatuses)[Code]>().toEqualTypeOf<openaiTypes.ErrorStatus>();
  expect(openai.errorStatuses).toMatchObject({ invalid_json: 400, invalid_api_key: 401, invalid_value: 400 });
  expectTypeOf<keyof typeof openai.errorTypes>().toExtend<Code>();
  expectTypeOf<
    (typeof openai.errorTypes)[keyof typeof openai.errorTypes]
  >().toExtend<openaiTypes.ErrorType>();
  const typed = Object.entries(openai.errorStatuses).filter(([, status]) => status === 429 || status >= 500);
  expect(Object.keys(openai.errorTypes).toSorted()).toStrictEqual(typed.map(([code]) => code).sort());
});

test("every error code of our own face has its counterpart on OpenAI's", () => {
  expectTypeOf<
    (typeof openai.errorCodes)[keyof typeof openai.errorCodes]
  >().toExtend<openaiTypes.ErrorCode>();
  const counterparts = Object.keys(errorStatuses).map(
    (code) => new Map(Object.entries(openai.errorCodes)).get(code) ?? code,
  );
  expect(Object.keys(openai.errorStatuses)).toEqual(expect.arrayContaining(counterparts));
  expectTypeOf<keyof typeof openai.errorCodes>().toEqualTypeOf<Exclude<ErrorCode, openaiTypes.ErrorCode>>();
});
