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

test("the version is one that the query takes", () => {
  expect(apiVersion).toBe("2024-04-01-preview");
  expect(validateCreateCompletionQuery({ "api-version": apiVersion })).toMatchObject({ valid: true });
});

test("a token of Entra is for Azure Machine Learning", () => {
  expect(aadTokenUrl).toBe("https://login.microsoftonline.com/common/oauth2/v2.0/token");
  expect(aadScopes).toStrictEqual(["https://ml.azure.com/.default"]);
});

test("the parameters are those of the reference", () => {
  expect([...createCompletionRequestParameters].sort()).toEqual(
    "frequency_penalty max_tokens presence_penalty prompt seed stop stream temperature top_p".split(" "),
  );
});

test("a header that is left out has its default", () => {
  expect(createCompletionHeaderDefaults).toStrictEqual({ "extra-parameters": "error" });
});

test("every error code has its status", () => {
  expectTypeOf<keyof typeof errorStatuses>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<(typeof errorStatuses)[ErrorCode]>().toEqualTypeOf<ErrorStatus>();
  expect(errorStatuses).toMatchObject({ invalid_json: 400, unauthorized: 401, invalid_parameter: 422 });
});
