import type { ErrorBody, ErrorCode } from "@completions-api/types";

/** Optional parts of an {@link HttpError}. */
export interface HttpErrorOptions {
  /** Response headers in addition to `x-ms-error-code`, their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The reason for the error, for logs. It is never sent. */
  readonly cause?: unknown;
}

/** An error that the API responds with: a status, a body of one of the spec's error schemas, and headers. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  /** The response's status, 400 to 599. */
  readonly status: number;
  /** The value of `x-ms-error-code`. The body repeats it if its schema has a `code`. */
  readonly code: ErrorCode;
  /** The response's body. */
  readonly body: ErrorBody;
  /** The response's headers except `content-type`, their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;

  /** @param body - the error's `message` and `status` come from it, too. */
  constructor(code: ErrorCode, body: ErrorBody, { headers, cause }: HttpErrorOptions = {}) {
    super(body.message, cause === undefined ? undefined : { cause });
    this.status = body.status;
    this.code = code;
    this.body = body;
    this.headers = { "x-ms-error-code": code, ...headers };
  }
}
