import { expectTypeOf, test } from "vitest";
import type {
  ContentFilterError,
  Detail,
  ErrorCode,
  NotFoundError,
  operations,
  RuleId,
  TooManyRequestsError,
  UnauthorizedError,
  UnprocessableContentError,
} from "../src/index.ts";

type Responses = operations["createCompletion"]["responses"];
type Body<Status extends keyof Responses> = Responses[Status]["content"]["application/json"];

test("each status has its own error", () => {
  expectTypeOf<Body<401>>().toEqualTypeOf<UnauthorizedError>();
  expectTypeOf<Body<404>>().toEqualTypeOf<NotFoundError>();
  expectTypeOf<Body<422>>().toEqualTypeOf<UnprocessableContentError>();
  expectTypeOf<Body<429>>().toEqualTypeOf<TooManyRequestsError>();
  expectTypeOf<Body<"default">>().toEqualTypeOf<ContentFilterError>();
});

test("an error holds its status, which tells it from the others", () => {
  expectTypeOf<UnauthorizedError["status"]>().toEqualTypeOf<401>();
  expectTypeOf<NotFoundError["status"]>().toEqualTypeOf<404>();
  expectTypeOf<UnprocessableContentError["status"]>().toEqualTypeOf<422>();
  expectTypeOf<TooManyRequestsError["status"]>().toEqualTypeOf<429>();
});

test("every error has an error and a message", () => {
  expectTypeOf<
    Body<keyof Responses extends infer Status ? Exclude<Status, 200> & keyof Responses : never>
  >().toExtend<{
    error: string;
    message: string;
  }>();
});

test("codes are a closed enum, and a 422 has two of them", () => {
  // @ts-expect-error No such code
  "invalid" satisfies ErrorCode;
  expectTypeOf<UnprocessableContentError["code"]>().toEqualTypeOf<
    "invalid_parameter" | "parameter_not_supported"
  >();
  expectTypeOf<UnprocessableContentError["code"]>().toExtend<ErrorCode>();
  expectTypeOf<ContentFilterError["code"]>().toEqualTypeOf<ErrorCode>();
});

test("the detail of a 422 is a path of strings and a value as text", () => {
  expectTypeOf<Detail>().toEqualTypeOf<{ loc: string[]; value: string }>();
});

test("rules are a closed list of ids", () => {
  expectTypeOf<"stop-excluded">().toExtend<RuleId>();
  expectTypeOf<string>().not.toExtend<RuleId>();
});
