import type { ErrorCode, ErrorStatus } from "@completions-api/types";
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

test("the query accepts the version", () => {
  expect(apiVersion).toBe("2024-04-01-preview");
  expect(validateCreateCompletionQuery({ "api-version": apiVersion })).toMatchObject({ valid: true });
});

test("the token of Microsoft Entra ID is for Azure Machine Learning", () => {
  expect(aadTokenUrl).toBe("https://login.microsoftonline.com/common/oauth2/v2.0/token");
  expect(aadScopes).toStrictEqual(["https://ml.azure.com/.default"]);
});

test("the parameters include those of the reference", () => {
  const names = "frequency_penalty max_tokens presence_penalty prompt seed stop stream temperature top_p";
  expect(createCompletionRequestParameters).toEqual(expect.arrayContaining(names.split(" ")));
});

test("the headers with a default have it", () => {
  expect(createCompletionHeaderDefaults).toStrictEqual({ "extra-parameters": "error" });
});

test("every error code has a status", () => {
  expectTypeOf<keyof typeof errorStatuses>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<(typeof errorStatuses)[ErrorCode]>().toEqualTypeOf<ErrorStatus>();
  expect(errorStatuses).toMatchObject({ invalid_json: 400, unauthorized: 401, invalid_parameter: 422 });
});
