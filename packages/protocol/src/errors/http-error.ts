import type { ErrorBody, ErrorCode } from "@completions-api/types";
import { formatKey } from "./quote-name.ts";

/** Optional parts of an `HttpError`. */
export interface HttpErrorOptions {
  /** Response headers in addition to `x-ms-error-code`, their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The parameter, header or property at fault, for a body that does not name it. */
  readonly param?: string;
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
  /** The parameter, header or property at fault, such as `prompt[1]`. Undefined if none is. */
  readonly param: string | undefined;

  /** @param body - the error's `message` and `status` come from it, too. */
  constructor(code: ErrorCode, body: ErrorBody, { headers, param, cause }: HttpErrorOptions = {}) {
    super(body.message, cause === undefined ? undefined : { cause });
    this.status = body.status;
    this.code = code;
    this.body = body;
    this.headers = { "x-ms-error-code": code, ...headers };
    this.param = param ?? findParam(body);
  }
}

function findParam(body: ErrorBody): string | undefined {
  if ("param" in body) return body.param;
  if (!("detail" in body)) return undefined;
  const [first, ...rest] = body.detail.loc.slice(1);
  if (first === undefined) return undefined;
  return first + rest.map((key) => formatKey(key, (name) => name)).join("");
}
