import { expectTypeOf, test } from "vitest";
import type {
  CompletionErrorEvent,
  ContentFilterError,
  Detail,
  ErrorBody,
  ErrorByStatus,
  ErrorCode,
  ErrorStatus,
  NotFoundError,
  RuleId,
  TooManyRequestsError,
  UnauthorizedError,
  UnprocessableContentError,
} from "../src/index.ts";

test("ErrorStatus is a closed list of the statuses of errors", () => {
  expectTypeOf<400 | 401 | 404 | 422 | 429 | 431 | 500 | 504>().toExtend<ErrorStatus>();
  expectTypeOf<number>().not.toExtend<ErrorStatus>();
  // @ts-expect-error Not an error
  200 satisfies ErrorStatus;
});

test("a status has its own body, or else the body of any other error", () => {
  expectTypeOf<ErrorBody<401>>().toEqualTypeOf<UnauthorizedError>();
  expectTypeOf<ErrorBody<404>>().toEqualTypeOf<NotFoundError>();
  expectTypeOf<ErrorBody<422>>().toEqualTypeOf<UnprocessableContentError>();
  expectTypeOf<ErrorBody<429>>().toEqualTypeOf<TooManyRequestsError>();
  expectTypeOf<ErrorBody<400>>().toEqualTypeOf<ContentFilterError>();
  expectTypeOf<ErrorBody<404 | 503>>().toEqualTypeOf<NotFoundError | ContentFilterError>();
  expectTypeOf<ErrorBody>().toEqualTypeOf<
    UnauthorizedError | NotFoundError | UnprocessableContentError | TooManyRequestsError | ContentFilterError
  >();
});

test("a status narrows the body", () => {
  const narrow = (error: ErrorByStatus) => {
    if (error.status === 422) expectTypeOf(error.body.detail.loc).toEqualTypeOf<string[]>();
    else if (error.status === 401) expectTypeOf(error.body).toEqualTypeOf<UnauthorizedError>();
    else if (error.status === 404) expectTypeOf(error.body).toEqualTypeOf<NotFoundError>();
    else if (error.status === 429) expectTypeOf(error.body).toEqualTypeOf<TooManyRequestsError>();
    else expectTypeOf(error.body).toEqualTypeOf<ContentFilterError>();
    // @ts-expect-error Only the body of a 422 has a detail
    error.body.detail;
  };
  expectTypeOf(narrow).toBeFunction();
  expectTypeOf<ErrorByStatus["status"]>().toEqualTypeOf<ErrorStatus>();
  expectTypeOf<ErrorByStatus["body"]>().toEqualTypeOf<ErrorBody>();
});

test("an error in a stream is an error without a schema of its own", () => {
  expectTypeOf<CompletionErrorEvent["error"]>().toEqualTypeOf<ContentFilterError>();
});

test("an error has its status, which distinguishes it from others", () => {
  expectTypeOf<UnauthorizedError["status"]>().toEqualTypeOf<401>();
  expectTypeOf<NotFoundError["status"]>().toEqualTypeOf<404>();
  expectTypeOf<UnprocessableContentError["status"]>().toEqualTypeOf<422>();
  expectTypeOf<TooManyRequestsError["status"]>().toEqualTypeOf<429>();
});

test("every error has an error and a message", () => {
  expectTypeOf<ErrorBody>().toExtend<{ error: string; message: string }>();
});

test("ErrorCode is a closed enum, and a 422 has two of its codes", () => {
  // @ts-expect-error Unknown code
  "invalid" satisfies ErrorCode;
  expectTypeOf<UnprocessableContentError["code"]>().toEqualTypeOf<
    "invalid_parameter" | "parameter_not_supported"
  >();
  expectTypeOf<UnprocessableContentError["code"]>().toExtend<ErrorCode>();
  expectTypeOf<ContentFilterError["code"]>().toEqualTypeOf<ErrorCode>();
});

test("the detail of a 422 has a path of strings and the value as text", () => {
  expectTypeOf<Detail>().toEqualTypeOf<{ loc: string[]; value: string }>();
});

test("RuleId is a closed list of ids", () => {
  expectTypeOf<"stop-excluded">().toExtend<RuleId>();
  expectTypeOf<string>().not.toExtend<RuleId>();
});
