import type { ErrorBody, ErrorCode } from "@completions-api/types";

/** What an {@link HttpError} has beside its body. */
export interface HttpErrorOptions {
  /** Headers of the response beside `x-ms-error-code`, their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What led to the error, for logs; it never reaches the body. */
  readonly cause?: unknown;
}

/** An error that the API answers with: a status, a body of one of the spec's error schemas, and its headers. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  /** The status of the response, 400 to 599. */
  readonly status: number;
  /** The word in `x-ms-error-code`; the body has it too, where its schema has a `code`. */
  readonly code: ErrorCode;
  /** The body of the response. */
  readonly body: ErrorBody;
  /** Headers of the response, their names in lower case; without `content-type`. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param body - also gives the error its `message` and `status`. */
  constructor(code: ErrorCode, body: ErrorBody, { headers, cause }: HttpErrorOptions = {}) {
    super(body.message, cause === undefined ? undefined : { cause });
    this.status = body.status;
    this.code = code;
    this.body = body;
    this.headers = { "x-ms-error-code": code, ...headers };
  }
}
