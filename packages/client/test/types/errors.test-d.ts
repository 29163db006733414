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

test("the status of an API error tells its body", () => {
  if (!(error instanceof ApiError)) return;
  if (error.status === 422) {
    expectTypeOf(error.body.detail.loc).toEqualTypeOf<string[]>();
    expectTypeOf(error.body).toEqualTypeOf<UnprocessableContentError>();
  } else if (error.status === 401) expectTypeOf(error.body).toEqualTypeOf<UnauthorizedError>();
  else if (error.status === 404) expectTypeOf(error.body).toEqualTypeOf<NotFoundError>();
  else if (error.status === 429) expectTypeOf(error.body).toEqualTypeOf<TooManyRequestsError>();
  else expectTypeOf(error.body).toEqualTypeOf<ContentFilterError>();
});

test("in one condition, too", () => {
  if (error instanceof ApiError && error.status === 422)
    expectTypeOf(error.body.detail.loc).toEqualTypeOf<string[]>();
});

test("and in a switch, whose default is any other status", () => {
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

test("without a look at the status, the body is any of them", () => {
  if (!(error instanceof ApiError)) return;
  expectTypeOf(error.body).toEqualTypeOf<ErrorBody>();
  expectTypeOf(error.status).toEqualTypeOf<ErrorStatus>();
  expectTypeOf(error.headers).toEqualTypeOf<Headers>();
  expectTypeOf(error.message).toEqualTypeOf<string>();
  // @ts-expect-error Only that of a 422 has a detail
  error.body.detail;
  // @ts-expect-error No status of an error
  error.status === 200;
});

test("an API error is not to be written to", () => {
  if (!(error instanceof ApiError)) return;
  // @ts-expect-error Readonly
  error.status = 422;
  // @ts-expect-error Readonly
  error.body = {} as ErrorBody;
});

test("an unexpected response has a status, too, but any, and no body", () => {
  if (!(error instanceof UnexpectedResponseError)) return;
  expectTypeOf(error.status).toEqualTypeOf<number>();
  expectTypeOf(error.headers).toEqualTypeOf<Headers>();
  expectTypeOf(error.excerpt).toEqualTypeOf<string>();
  // @ts-expect-error Nobody knows what it would be
  error.body;
});

test("errors of responses have a base", () => {
  expectTypeOf<ApiError>().toExtend<ResponseError>();
  expectTypeOf<UnexpectedResponseError>().toExtend<ResponseError>();
  expectTypeOf<ResponseError["status"]>().toEqualTypeOf<number>();
});

test("every error of a stream has what came of the completion", () => {
  if (error instanceof StreamError) expectTypeOf(error.partial).toEqualTypeOf<CompletionChunk | undefined>();
  expectTypeOf<
    IdleTimeoutError | TruncatedStreamError | MalformedEventError | InStreamError
  >().toExtend<StreamError>();
  expectTypeOf<ApiError | ConnectionError | TimeoutError>().not.toExtend<StreamError>();
  if (error instanceof InStreamError) expectTypeOf(error.body).toEqualTypeOf<ContentFilterError>();
});

test("every error has the base, and a name by which it is told from the others", () => {
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

test("what is none of the client's remains what it was", () => {
  if (!(error instanceof Error)) return;
  if (error instanceof CompletionsError) expectTypeOf(error).toEqualTypeOf<CompletionsError>();
  else expectTypeOf(error).toEqualTypeOf<Error>();
});

test("the bases are not for making", () => {
  // @ts-expect-error Abstract
  new CompletionsError("");
  // @ts-expect-error Abstract
  new StreamError("");
  // @ts-expect-error Abstract
  new ResponseError("", new Response());
});
