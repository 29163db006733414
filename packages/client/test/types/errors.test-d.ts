import {
  ApiError,
  CompletionsError,
  type ConnectionError,
  type IdleTimeoutError,
  InStreamError,
  type MalformedEventError,
  ResponseError,
  StreamError,
  type TimeoutError,
  type TruncatedStreamError,
  UnexpectedResponseError,
} from "@completions-api/client";
import type {
  CompletionChunk,
  ContentFilterError,
  ErrorBody,
  ErrorStatus,
  NotFoundError,
  TooManyRequestsError,
  UnauthorizedError,
  UnprocessableContentError,
} from "@completions-api/types";
import { expectTypeOf, test } from "vitest";

declare const error: unknown;

test("an API error's status narrows its body", () => {
  if (!(error instanceof ApiError)) return;
  if (error.status === 422) {
    expectTypeOf(error.body.detail.loc).toEqualTypeOf<string[]>();
    expectTypeOf(error.body).toEqualTypeOf<UnprocessableContentError>();
  } else if (error.status === 401) expectTypeOf(error.body).toEqualTypeOf<UnauthorizedError>();
  else if (error.status === 404) expectTypeOf(error.body).toEqualTypeOf<NotFoundError>();
  else if (error.status === 429) expectTypeOf(error.body).toEqualTypeOf<TooManyRequestsError>();
  else expectTypeOf(error.body).toEqualTypeOf<ContentFilterError>();
});

test("the status also narrows within a single condition", () => {
  if (error instanceof ApiError && error.status === 422)
    expectTypeOf(error.body.detail.loc).toEqualTypeOf<string[]>();
});

test("the status narrows in a switch, whose default covers the remaining statuses", () => {
  if (!(error instanceof ApiError)) return;
  switch (error.status) {
    case 401:
    case 404:
      return expectTypeOf(error.body).toEqualTypeOf<UnauthorizedError | NotFoundError>();
    case 422:
      return expectTypeOf(error.body).toEqualTypeOf<UnprocessableContentError>();
    case 429:
      return expectTypeOf(error.body).toEqualTypeOf<TooManyRequestsError>();
    default:
      expectTypeOf(error.status).toEqualTypeOf<Exclude<ErrorStatus, 401 | 404 | 422 | 429>>();
      return expectTypeOf(error.body).toEqualTypeOf<ContentFilterError>();
  }
});

test("without a check of the status, the body may be any error body", () => {
  if (!(error instanceof ApiError)) return;
  expectTypeOf(error.body).toEqualTypeOf<ErrorBody>();
  expectTypeOf(error.status).toEqualTypeOf<ErrorStatus>();
  expectTypeOf(error.headers).toEqualTypeOf<Headers>();
  expectTypeOf(error.message).toEqualTypeOf<string>();
  // @ts-expect-error Only a 422 has a detail
  error.body.detail;
  // @ts-expect-error Not an error's status
  error.status === 200;
});

test("an API error is read-only", () => {
  if (!(error instanceof ApiError)) return;
  // @ts-expect-error Readonly
  error.status = 422;
  // @ts-expect-error Readonly
  error.body = {} as ErrorBody;
});

test("an unexpected response has any status and no body", () => {
  if (!(error instanceof UnexpectedResponseError)) return;
  expectTypeOf(error.status).toEqualTypeOf<number>();
  expectTypeOf(error.headers).toEqualTypeOf<Headers>();
  expectTypeOf(error.excerpt).toEqualTypeOf<string>();
  // @ts-expect-error Its type would be unknown
  error.body;
});

test("errors of responses have a base class", () => {
  expectTypeOf<ApiError>().toExtend<ResponseError>();
  expectTypeOf<UnexpectedResponseError>().toExtend<ResponseError>();
  expectTypeOf<ResponseError["status"]>().toEqualTypeOf<number>();
});

test("every stream error has the completion so far", () => {
  if (error instanceof StreamError) expectTypeOf(error.partial).toEqualTypeOf<CompletionChunk | undefined>();
  expectTypeOf<
    IdleTimeoutError | TruncatedStreamError | MalformedEventError | InStreamError
  >().toExtend<StreamError>();
  expectTypeOf<ApiError | ConnectionError | TimeoutError>().not.toExtend<StreamError>();
  if (error instanceof InStreamError) expectTypeOf(error.body).toEqualTypeOf<ContentFilterError>();
});

test("every error has the base class and a distinct name", () => {
  expectTypeOf<
    ApiError | UnexpectedResponseError | ConnectionError | TimeoutError | StreamError
  >().toExtend<CompletionsError>();
  expectTypeOf<CompletionsError>().toExtend<Error>();
  expectTypeOf<ApiError["name"]>().toEqualTypeOf<"ApiError">();
  expectTypeOf<ConnectionError["name"]>().toEqualTypeOf<"ConnectionError">();
  expectTypeOf<IdleTimeoutError["name"]>().toEqualTypeOf<"IdleTimeoutError">();
  expectTypeOf<InStreamError["name"]>().toEqualTypeOf<"InStreamError">();
  expectTypeOf<MalformedEventError["name"]>().toEqualTypeOf<"MalformedEventError">();
  expectTypeOf<TimeoutError["name"]>().toEqualTypeOf<"TimeoutError">();
  expectTypeOf<TruncatedStreamError["name"]>().toEqualTypeOf<"TruncatedStreamError">();
  expectTypeOf<UnexpectedResponseError["name"]>().toEqualTypeOf<"UnexpectedResponseError">();
});

test("`instanceof` does not narrow errors that are not the client's", () => {
  if (!(error instanceof Error)) return;
  if (error instanceof CompletionsError) expectTypeOf(error).toEqualTypeOf<CompletionsError>();
  else expectTypeOf(error).toEqualTypeOf<Error>();
});

test("the base classes cannot be instantiated", () => {
  // @ts-expect-error Abstract
  new CompletionsError("");
  // @ts-expect-error Abstract
  new StreamError("");
  // @ts-expect-error Abstract
  new ResponseError("", new Response());
});
