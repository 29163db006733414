import type { ErrorCode } from "@completions-api/types";
import { expect, expectTypeOf, test } from "vitest";
import {
  createCompletionHeaderDefaults,
  createCompletionRequestParameters,
  errorStatuses,
} from "../src/index.ts";

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
  expect(errorStatuses).toMatchObject({ invalid_json: 400, unauthorized: 401, invalid_parameter: 422 });
});
