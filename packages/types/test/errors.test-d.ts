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

test("the statuses are those of errors, and a closed list", () => {
  expectTypeOf<400 | 401 | 404 | 422 | 429 | 431 | 500 | 504>().toExtend<ErrorStatus>();
  expectTypeOf<number>().not.toExtend<ErrorStatus>();
  // @ts-expect-error No error
  200 satisfies ErrorStatus;
});

test("a status has its own body, or that of any other error", () => {
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
    // @ts-expect-error Without a look at the status, nobody knows of a detail
    error.body.detail;
  };
  expectTypeOf(narrow).toBeFunction();
  expectTypeOf<ErrorByStatus["status"]>().toEqualTypeOf<ErrorStatus>();
  expectTypeOf<ErrorByStatus["body"]>().toEqualTypeOf<ErrorBody>();
});

test("an error of a stream is one without a schema of its own", () => {
  expectTypeOf<CompletionErrorEvent["error"]>().toEqualTypeOf<ContentFilterError>();
});

test("an error holds its status, which tells it from the others", () => {
  expectTypeOf<UnauthorizedError["status"]>().toEqualTypeOf<401>();
  expectTypeOf<NotFoundError["status"]>().toEqualTypeOf<404>();
  expectTypeOf<UnprocessableContentError["status"]>().toEqualTypeOf<422>();
  expectTypeOf<TooManyRequestsError["status"]>().toEqualTypeOf<429>();
});

test("every error has an error and a message", () => {
  expectTypeOf<ErrorBody>().toExtend<{ error: string; message: string }>();
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
